package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.task.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lists the tasks of a node. */
final class ListTasks extends Command {

  ListTasks() {
    super(
        "/tasks [NODE]",
        "lists tasks",
        """
        Those of this node, or of NODE: each as /ps does, and then its supervisor, which is tasks, or
        one that a program has started.
        Example: /tasks kate""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    checkWords(line, 1);
    NodeName node = context.nodeOrOwn(line.arguments());
    Tasks tasks = context.otp().tasks();
    List<String> supervisors =
        context.await(tasks.supervisorsOf(node)).orElseThrow(() -> context.unanswered(node));
    List<List<String>> rows = new ArrayList<>();
    for (String supervisor : supervisors) {
      List<ProcessInfo> children =
          context.await(tasks.supervisor(node, supervisor).children()).orElse(List.of());
      children.forEach(task -> rows.add(with(supervisor, task.words())));
    }
    context.table(with("SUPERVISOR", Ps.HEAD), rows);
  }

  private static List<String> with(String last, List<String> words) {
    return Stream.concat(words.stream(), Stream.of(last)).toList();
  }
}
