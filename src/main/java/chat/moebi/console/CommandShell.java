package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.process.Pid;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads and carries out the lines of a prompt. Thread-safe. */
final class CommandShell {

  private static final CompletableFuture<Boolean> UNKNOWN =
      CompletableFuture.completedFuture(false);

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
   * Reads a line, and completes when the next one may be read. A text without a node goes to the
   * node last addressed. So lines must be read in the order in which they were typed, and a {@code
   * /to} be carried out before the next line is read.
   */
  CompletableFuture<Line> read(String typed, long cut) {
    Line line = Line.parse(typed, cut, addressee.name());
    return recipient(line)
        .map(node -> chat.knows(node).toCompletableFuture())
        .orElse(UNKNOWN)
        .thenApply(
            isKnown -> {
              if (isKnown) {
                addressee.addressed(Send.recipient(line));
              }
              return line;
            });
  }

  /** Whether a line sends a text, to nodes or to a process. */
  static boolean isText(Line line) {
    return isForNodes(line) || line.command().equals(Send.NAME);
  }

  /** Whether a line sends a text to nodes, and not to a process. */
  static boolean isForNodes(Line line) {
    return line.command().equals(SendToAll.NAME)
        || line.command().equals(Send.NAME) && !Pid.isPid(Send.recipient(line));
  }

  /** Whether a terminal shows a line among the texts of the conversation, and not as typed. */
  static boolean isOfConversation(Line line) {
    boolean isNoCommand = !line.isCommand();
    return isNoCommand || isForNodes(line) && !recipientTyped(line).isEmpty();
  }

  /** Returns the recipient of a text, by its full name if it is known; empty if it has none. */
  String addressee(Line line) {
    return recipient(line).map(NodeName::toString).orElse(recipientTyped(line));
  }

  private static String recipientTyped(Line line) {
    return line.command().equals(SendToAll.NAME) ? SendToAll.NAME : Send.recipient(line);
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
      return failed(answers, line, e.failure(), e);
    } catch (IllegalArgumentException e) {
      return failed(answers, line, Failure.USAGE, e);
    } catch (StreamException e) {
      return failed(answers, line, Failure.OUTPUT, e);
    }
  }

  private Optional<Failure> failed(Answers answers, Line line, Failure failure, Exception e) {
    String sentence = Objects.requireNonNullElse(e.getMessage(), e.toString());
    Optional<NodeName> node = recipient(line);
    if (node.isPresent()) {
      answers.notShown(node.get(), sentence, failure.status());
    } else if (line.command().equals(Send.NAME) && RoomName.isName(Send.recipient(line))) {
      answers.notShown(RoomName.parse(Send.recipient(line)), sentence, failure.status());
    } else {
      answers.error(sentence, failure.status());
    }
    return Optional.of(failure);
  }

  /** Returns the node that a text goes to; empty if a line sends none to a single node. */
  private Optional<NodeName> recipient(Line line) {
    String typed = Send.recipient(line);
    if (!line.command().equals(Send.NAME)
        || typed.isEmpty()
        || Pid.isPid(typed)
        || RoomName.isRoom(typed)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Targets.node(typed, chat.view()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // The command refuses the line, with this sentence.
    }
  }
}
