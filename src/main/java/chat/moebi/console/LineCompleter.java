package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.otp.Otp;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands and the names that a command's usage asks for; nothing in a text. */
final class LineCompleter implements Completer {

  private final Supplier<Chat> chat;

  /**
   * Completes the names that a node knows.
   *
   * @param chat returns the node; null before it is ready
   */
  LineCompleter(Supplier<Chat> chat) {
    this.chat = chat;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    Chat node = chat.get();
    if (node != null) {
      completions(node, line).map(Candidate::new).forEach(candidates::add);
    }
  }

  private static Stream<String> completions(Chat chat, ParsedLine line) {
    String first = line.words().get(0);
    if (line.wordIndex() == 0) {
      return first.startsWith("@")
          ? nodes(chat).map(node -> "@" + node)
          : first.startsWith("/") ? commands().map(command -> "/" + command) : Stream.empty();
    }
    return switch (usageWord(first, line.wordIndex())) {
      case "NODE" -> nodes(chat);
      case "FUNCTION" -> Otp.of(chat).functions().names().stream();
      case "COMMAND" -> commands();
      default -> Stream.empty();
    };
  }

  /** Returns a word of a command's usage, without the brackets of an optional word. */
  private static String usageWord(String command, int index) {
    return Commands.TABLE.all().stream()
        .map(known -> known.usage().split(" "))
        .filter(usage -> usage[0].equals(command) && index < usage.length)
        .findFirst()
        .map(usage -> usage[index].replaceAll("[\\[\\]]", ""))
        .orElse("");
  }

  private static Stream<String> nodes(Chat chat) {
    return chat.view().nodes().keySet().stream().map(Object::toString);
  }

  private static Stream<String> commands() {
    return Commands.TABLE.all().stream().map(Command::name);
  }
}
