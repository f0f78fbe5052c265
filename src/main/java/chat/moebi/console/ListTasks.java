package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.task.Tasks;
import java.util.List;
import java.util.Optional;

/** Lists the tasks of a node: {@code /tasks [NODE]}. */
final class ListTasks implements Command {

  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public String usage() {
    return "/tasks [NODE]";
  }

  @Override
  public String summary() {
    return "lists the tasks that run on NODE, or on this node";
  }

  @Override
  public String details() {
    return """
        Each as /ps does, and then its supervisor: tasks, or one that a program has started.""";
  }

  @Override
  public void run(CommandContext context, Line.Slash line) throws InterruptedException, Unclear {
    NodeName node = Targets.nodeOrOwn(line.arguments(), context.view());
    Tasks tasks = context.otp().tasks();
    Optional<List<String>> supervisors = context.await(tasks.supervisorsOf(node));
    if (supervisors.isEmpty()) {
      context.reportNoAnswer(node);
      return;
    }
    for (String supervisor : supervisors.get()) {
      Optional<List<ProcessInfo>> children =
          context.await(tasks.supervisor(node, supervisor).children());
      children
          .orElse(List.of())
          .forEach(task -> context.display().answer(task.line() + " " + supervisor));
    }
  }
}
