package chat.moebi.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A chat to be measured, in a lab of its own; closing it ends all processes that it has started.
 */
abstract class Subject implements AutoCloseable {

  static final String RECIPIENT = "kate";

  private static final long SLACK_SECONDS = 120;

  private final Lab lab = new Lab();

  Subject() throws IOException {}

  /** Starts a node whose output is discarded, and returns when the node can receive messages. */
  abstract Process startNode(String name) throws Exception;

  /**
   * Returns the command of a load generator for a recipient, without the load generator's
   * arguments.
   */
  abstract List<String> loadCommand(Process recipient);

  /** Lets another node send to the recipient, and returns the measurements of each workload. */
  final List<Measured> load(Process recipient, int warmUp, int seconds, List<Workload> workloads)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(loadCommand(recipient));
    command.addAll(List.of("" + warmUp, "" + seconds));
    workloads.forEach(workload -> command.add(workload.argument()));
    long limit = SLACK_SECONDS + (long) (warmUp + seconds + 2) * workloads.size();
    return lab.run(command, limit).stream().map(Measured::parse).toList();
  }

  /** Ends a node that this object has started. */
  final void end(Process process) throws InterruptedException {
    lab.end(process);
  }

  final Lab lab() {
    return lab;
  }

  @Override
  public final void close() throws IOException {
    lab.close();
  }
}
