package chat.moebi.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Is a chat that can be measured, in a lab of its own; closing it ends all that it has started. */
abstract class Subject implements AutoCloseable {

  /** The recipient of all loads. */
  static final String RECIPIENT = "kate";

  private static final long SLACK_SECONDS = 120;

  private final Lab lab = new Lab();

  Subject() throws IOException {}

  /** Starts a node whose output nobody reads, and returns when it can be sent to. */
  abstract Process startNode(String name) throws Exception;

  /** Returns the command of a load generator for a recipient, which its arguments follow. */
  abstract List<String> loadCommand(Process recipient);

  /** Has another node send to that one, and returns what each workload came to. */
  final List<Measured> load(Process recipient, int warmUp, int seconds, List<Workload> workloads)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(loadCommand(recipient));
    command.addAll(List.of("" + warmUp, "" + seconds));
    workloads.forEach(workload -> command.add(workload.argument()));
    long limit = SLACK_SECONDS + (long) (warmUp + seconds + 2) * workloads.size();
    return lab.run(command, limit).stream().map(Measured::parse).toList();
  }

  /** Ends a node that it has started. */
  final void end(Process process) throws InterruptedException {
    lab.end(process);
  }

  /** Returns where it runs. */
  final Lab lab() {
    return lab;
  }

  @Override
  public final void close() throws IOException {
    lab.close();
  }
}
