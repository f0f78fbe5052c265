package chat.moebi.bench;

import java.io.IOException;
import java.util.List;

/** Is a chat that can be measured, in a lab of its own; closing it ends all that it has started. */
interface Subject extends AutoCloseable {

  /** The recipient of all loads. */
  String RECIPIENT = "kate";

  /** Starts a node whose output nobody reads, and returns when it can be sent to. */
  Process startNode(String name) throws Exception;

  /** Has another node send to that one, and returns what each workload came to. */
  List<Measured> load(Process recipient, int warmUp, int seconds, List<Workload> workloads)
      throws Exception;

  /** Ends a node that it has started. */
  void end(Process process) throws Exception;

  @Override
  void close() throws IOException;

  /** Returns how long a load may take, with its start and its warm-up. */
  static long limit(int seconds, List<Workload> workloads) {
    return 120 + (seconds + 5L) * workloads.size();
  }
}
