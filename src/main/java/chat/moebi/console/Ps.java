package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.otp.process.ProcessInfo;
import java.util.List;
import java.util.Optional;

/** Lists the processes of a node: {@code /ps [NODE]}. */
final class Ps implements Command {

  @Override
  public String name() {
    return "ps";
  }

  @Override
  public String usage() {
    return "/ps [NODE]";
  }

  @Override
  public String summary() {
    return "lists the processes of NODE, or of this node";
  }

  @Override
  public String details() {
    return """
        Each with its pid, its function, whether it is running or waiting for a message, how many
        messages are in its mailbox, and its age. For tasks see /tasks.""";
  }

  @Override
  public void run(CommandContext context, Line.Slash line) throws InterruptedException, Unclear {
    NodeName node = Targets.nodeOrOwn(line.arguments(), context.view());
    Optional<List<ProcessInfo>> processes =
        context.view().reachable(node).isPresent()
            ? context.await(context.otp().process().list(node))
            : Optional.empty();
    if (processes.isEmpty()) {
      context.reportNoAnswer(node);
      return;
    }
    processes.get().forEach(process -> context.display().answer(process.line()));
  }
}
