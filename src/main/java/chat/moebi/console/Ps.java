package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.otp.process.ProcessInfo;
import java.util.List;

/** Lists the processes of a node. */
final class Ps extends Command {

  /** Names the {@linkplain ProcessInfo#words words} about a process. */
  static final List<String> HEAD = List.of("PID", "FUNCTION", "STATE", "MAILBOX", "AGE");

  Ps() {
    super(
        "/ps [NODE]",
        "lists processes",
        """
        Those of this node, or of NODE: each with its pid, its function, whether it is running or
        waiting for a message, how many messages are in its mailbox, and its age. For tasks see /tasks.
        Example: /ps kate""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    checkWords(line, 1);
    NodeName node = context.nodeOrOwn(line.arguments());
    if (context.view().reachable(node).isEmpty()) {
      throw context.unanswered(node);
    }
    List<ProcessInfo> processes =
        context
            .await(context.otp().process().list(node))
            .orElseThrow(() -> context.unanswered(node));
    context.table(HEAD, processes.stream().map(ProcessInfo::words).toList());
  }
}
