package chat.moebi.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes commands, and the names of nodes and functions, when Tab is pressed; in a text it
 * completes nothing.
 */
final class NodeCompleter implements Completer {

  private static final Set<String> OF_FUNCTIONS = Set.of("/spawn", "/task");
  private static final Set<String> OF_NODES = Set.of("/send", "/spawn", "/task", "/ps", "/tasks");

  private final Supplier<Optional<Shell>> shell;

  NodeCompleter(Supplier<Optional<Shell>> shell) {
    this.shell = shell;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    shell.get().ifPresent(s -> complete(s, line, candidates));
  }

  private static void complete(Shell shell, ParsedLine line, List<Candidate> candidates) {
    String first = line.words().get(0);
    if (line.wordIndex() == 0 && first.startsWith("@")) {
      nodes(shell, "@", candidates);
    } else if (line.wordIndex() == 0 && first.startsWith("/")) {
      shell.commands().forEach(command -> candidates.add(new Candidate("/" + command.name())));
    } else if (line.wordIndex() == 1 && OF_NODES.contains(first)) {
      nodes(shell, "", candidates);
    } else if (line.wordIndex() == 2 && OF_FUNCTIONS.contains(first)) {
      shell.otp().functions().names().forEach(name -> candidates.add(new Candidate(name)));
    } else if (line.wordIndex() == 1 && first.equals("/help")) {
      shell.commands().forEach(command -> candidates.add(new Candidate(command.name())));
    }
  }

  private static void nodes(Shell shell, String before, List<Candidate> candidates) {
    shell.view().nodes().keySet().forEach(n -> candidates.add(new Candidate(before + n)));
  }
}
