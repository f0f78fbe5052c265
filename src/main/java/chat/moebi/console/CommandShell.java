package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.process.Pid;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and carries out the lines of a prompt. Thread-safe. */
final class CommandShell {

  /** The queue of all lines that do not send a text. */
  private static final String COMMANDS = "commands";

  private final Chat chat;

  private final Addressee addressee;

  CommandShell(Chat chat) {
    this(chat, new Addressee(() -> {}));
  }

  /** Creates a shell whose texts go to an addressee that others can see. */
  CommandShell(Chat chat, Addressee addressee) {
    this.chat = chat;
    this.addressee = addressee;
  }

  /**
   * Reads a line. A text without a node goes to the addressee, so lines must be read in the order
   * in which they were typed, and a {@code /to} must be carried out before the next one is read.
   */
  synchronized Line read(String typed, long cut) {
    Line line = Line.parse(typed, cut, addressee.name());
    if (recipient(line).filter(name -> chat.knows(name).toCompletableFuture().join()).isPresent()) {
      addressee.addressed(Send.recipient(line));
    }
    return line;
  }

  /**
   * Returns the queue of a line: one for each node and room that texts go to, one for texts to all,
   * and one for all other commands.
   */
  String queue(Line line) {
    if (isForNode(line)) {
      return recipient(line).map(NodeName::toString).orElse("@" + Send.recipient(line));
    } else if (line.command().equals(SendToAll.NAME)) {
      return line.command();
    }
    return isForRoom(line) ? Send.recipient(line) : COMMANDS;
  }

  /** Returns the nodes that the text of a line goes to, as far as they are known now. */
  Set<String> recipients(Line line) {
    if (isForNode(line)) {
      return Set.of(queue(line));
    }
    Stream<NodeName> nodes = Stream.empty();
    if (line.command().equals(SendToAll.NAME)) {
      nodes = chat.view().nodes().keySet().stream();
    } else if (isForRoom(line)) {
      RoomName room = RoomName.parse(Send.recipient(line));
      nodes = chat.rooms().members(room).stream();
    }
    return nodes.map(NodeName::toString).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a line sends a text, to nodes or to a process. */
  boolean isText(Line line) {
    return line.command().equals(Send.NAME) || line.command().equals(SendToAll.NAME);
  }

  /** Returns the recipient of a text, by its full name if it is known; else empty. */
  String addressee(Line line) {
    return line.command().equals(Send.NAME)
        ? recipient(line).map(NodeName::toString).orElse(Send.recipient(line))
        : "";
  }

  /**
   * Carries a line out, and returns when that is done.
   *
   * @return how it failed; empty if it did not
   */
  Optional<Failure> execute(Line line, Answers answers) throws InterruptedException {
    try {
      Commands.TABLE.get(line.command()).run(new CommandContext(chat, answers, addressee), line);
      return Optional.empty();
    } catch (LineException e) {
      return failed(answers, e.failure(), e);
    } catch (IllegalArgumentException e) {
      return failed(answers, Failure.USAGE, e);
    } catch (StreamException e) {
      return failed(answers, Failure.OUTPUT, e);
    }
  }

  private static Optional<Failure> failed(Answers answers, Failure failure, Exception e) {
    answers.error(e.getMessage(), failure.status());
    return Optional.of(failure);
  }

  private static boolean isForNode(Line line) {
    String recipient = Send.recipient(line);
    return line.command().equals(Send.NAME) && !Pid.isPid(recipient) && !RoomName.isRoom(recipient);
  }

  private static boolean isForRoom(Line line) {
    return line.command().equals(Send.NAME) && isRoom(Send.recipient(line));
  }

  private static boolean isRoom(String recipient) {
    try {
      RoomName.parse(recipient);
      return true;
    } catch (IllegalArgumentException e) {
      return false; // The command refuses the line, with this sentence.
    }
  }

  private Optional<NodeName> recipient(Line line) {
    if (!isForNode(line) || Send.recipient(line).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Targets.node(Send.recipient(line), chat.view()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // The command refuses the line, with this sentence.
    }
  }
}
