package chat.moebi.listen;

import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver.Answers;
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

/** One run of the command, for one text. */
final class CommandRun implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);

  /** How much of the command a sentence repeats. */
  private static final int MAX_CHARACTERS = 60;

  private final Rules rules;
  private final Message message;
  private final Consumer<Result> onResult;
  private final ReplySender reply;
  private final ReplyLines lines;

  private long start;
  private boolean isTold;
  private volatile boolean isCancelled;

  CommandRun(Rules rules, Message message, Answers answers, Consumer<Result> onResult) {
    this.rules = rules;
    this.message = message;
    this.onResult = onResult;
    this.reply = new ReplySender(answers);
    this.lines = new ReplyLines(reply::send);
  }

  NodeName sender() {
    return message.from();
  }

  /** Kills the command, now or when it is started. */
  void cancel() {
    isCancelled = true;
    reply.drop();
  }

  /** Gives the text its result in place of a run. */
  void refuse(String reason) {
    onResult.accept(new NotShown(reason));
  }

  /** Runs the command, and returns when its reply was shown, too. */
  @Override
  public void run() {
    start = System.nanoTime();
    Optional<String> failure;
    try {
      failure = runCommand();
    } catch (IOException e) {
      failure = Optional.of(command() + " cannot be run: " + e.getMessage());
    } catch (RuntimeException | Error e) { // The sender must get a result in any case.
      LOG.error("a command could not be run to its end", e);
      failure = Optional.of(command() + " cannot be run: " + e);
    }
    if (!isTold) {
      reply.awaitShown(rules.okAfter().minus(elapsed()));
    }
    if (!isTold) {
      tell(failure.<Result>map(NotShown::new).orElse(Shown.INSTANCE));
    } else if (failure.isPresent()) {
      rules.errors().accept(failure.get() + ", for a message of " + message.from());
    }
    reply.awaitShown(); // Before the reply to the sender's next text.
    reply.failure().ifPresent(this::reportLostReply);
  }

  /** Runs the command to its end, and returns why it failed. */
  private Optional<String> runCommand() throws IOException {
    OptionalInt status;
    try (CommandProcess process = CommandProcess.start(rules.command(), message)) {
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
    if (!isTold && elapsed().compareTo(rules.okAfter()) >= 0) {
      tell(Shown.INSTANCE);
    }
    return reasonToKill().isEmpty();
  }

  private Optional<String> reasonToKill() {
    if (isCancelled) {
      return Optional.of("was killed, because " + message.to() + " leaves");
    }
    return elapsed().compareTo(rules.limit()) < 0
        ? Optional.empty()
        : Optional.of(
            "took longer than " + ErrorMessages.seconds(rules.limit()) + " and was killed");
  }

  private void tell(Result result) {
    isTold = true;
    onResult.accept(result);
  }

  private void reportLostReply(String why) {
    rules.errors().accept("the reply to " + message.from() + " was not shown: " + why);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Returns the command as it was given, shortened to what fits in a line. */
  private String command() {
    String command = rules.command();
    return command.codePointCount(0, command.length()) <= MAX_CHARACTERS
        ? command
        : command.substring(0, command.offsetByCodePoints(0, MAX_CHARACTERS)) + "...";
  }
}
