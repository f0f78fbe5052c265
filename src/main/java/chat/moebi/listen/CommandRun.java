package chat.moebi.listen;

import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver.Answers;
import chat.moebi.output.Receiver.Busy;
import chat.moebi.output.Receiver.NotShown;
import chat.moebi.output.Receiver.Result;
import chat.moebi.output.Receiver.Shown;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the command, for one text: first the command, then the wait for its reply. Both happen
 * on one thread; other threads may call {@link #cancel}.
 */
final class CommandRun {

  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);

  /** How much of the command an error message repeats. */
  private static final int MAX_CHARACTERS = 60;

  private final CommandSettings settings;
  private final Message message;
  private final Consumer<Result> onResult;
  private final ReplySender reply;
  private final ReplyLines lines;

  private long start;
  private boolean hasResult;
  private Optional<String> failure = Optional.empty();
  private volatile boolean isCancelled;

  CommandRun(
      CommandSettings settings, Message message, Answers answers, Consumer<Result> onResult) {
    this.settings = settings;
    this.message = message;
    this.onResult = onResult;
    this.reply = new ReplySender(answers);
    this.lines = new ReplyLines(reply::send);
  }

  NodeName sender() {
    return message.from();
  }

  /** Kills the command, now or as soon as it starts, and stops the reply. */
  void cancel() {
    isCancelled = true;
    reply.drop();
  }

  /** Refuses the text, for which the command is not run; it may be sent again. */
  void refuse() {
    onResult.accept(Busy.INSTANCE);
  }

  /** Runs the command, and returns when it has ended. Part of its reply may still be on its way. */
  void runCommand() {
    start = settings.nanoTime().getAsLong();
    try {
      failure = awaitCommand();
    } catch (IOException e) {
      failure = Optional.of(command() + " cannot be run: " + e.getMessage());
    } catch (RuntimeException | Error e) { // The sender must get a result in any case.
      LOG.error("a command could not be run to its end", e);
      failure = Optional.of(command() + " cannot be run: " + e);
    }
  }

  /**
   * Gives the text its result, and returns when the reply was shown or lost. To be called after
   * {@link #runCommand}.
   */
  void finishReply() {
    if (!hasResult) {
      reply.awaitShown(settings.okAfter().minus(elapsed()));
      finish(failure.<Result>map(NotShown::new).orElse(Shown.INSTANCE));
    } else if (failure.isPresent()) {
      settings.errors().accept(failure.get() + ", for a message of " + message.from());
    }
    reply.awaitShown(); // Before the reply to the sender's next text.
    reply.failure().ifPresent(this::reportLostReply);
  }

  /** Runs the command, and returns why it failed, or empty if it ended with 0. */
  private Optional<String> awaitCommand() throws IOException {
    OptionalInt status;
    try (CommandProcess process = CommandProcess.start(settings.command(), message)) {
      status = process.await(lines::add, this::mayRun);
    }
    lines.end();
    if (status.isEmpty()) {
      return Optional.of(command() + " " + reasonToKill().orElse("was killed"));
    }
    return status.getAsInt() == 0
        ? Optional.empty()
        : Optional.of(command() + " ended with " + status.getAsInt());
  }

  /** Whether the command may run on; called every few milliseconds. */
  private boolean mayRun() {
    if (!hasResult && elapsed().compareTo(settings.okAfter()) >= 0) {
      finish(Shown.INSTANCE);
    }
    return reasonToKill().isEmpty();
  }

  private Optional<String> reasonToKill() {
    if (isCancelled) {
      return Optional.of("was killed, because " + message.to() + " leaves");
    }
    return elapsed().compareTo(settings.limit()) < 0
        ? Optional.empty()
        : Optional.of(
            "took longer than " + ErrorMessages.seconds(settings.limit()) + " and was killed");
  }

  private void finish(Result result) {
    hasResult = true;
    onResult.accept(result);
  }

  private void reportLostReply(String why) {
    settings.errors().accept("the reply to " + message.from() + " was not shown: " + why);
  }

  private Duration elapsed() {
    return Duration.ofNanos(settings.nanoTime().getAsLong() - start);
  }

  /** Returns the command as it was given, shortened to what fits in a line. */
  private String command() {
    String command = settings.command();
    return command.codePointCount(0, command.length()) <= MAX_CHARACTERS
        ? command
        : command.substring(0, command.offsetByCodePoints(0, MAX_CHARACTERS)) + "...";
  }
}
