package chat.moebi.console;

import chat.moebi.chat.LateAnswer;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.Session;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Refusal;
import java.time.Duration;

/** Sends a text to a node: {@code /send NODE TEXT}. */
final class Send implements Command {

  /** The command's name. */
  static final String NAME = "send";

  private static final String NO_RECIPIENT = "to whom? write @NODE TEXT";

  /** Reads the node and the text. */
  static Line.To read(Line.Slash line) {
    String arguments = line.arguments().stripLeading();
    return new Line.To(Line.firstWord(arguments), Line.afterFirstWord(arguments), line.cut());
  }

  /**
   * Sends a text to a node or a process, and shows the answer.
   *
   * @throws Unclear if it is not clear which node or process is meant
   */
  static void send(CommandContext context, Line.To line) throws InterruptedException, Unclear {
    if (line.node().isEmpty()) {
      throw new Unclear(NO_RECIPIENT);
    } else if (Pid.isPid(line.node())) {
      sendToProcess(context, line);
    } else {
      sendToNode(context, line);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String usage() {
    return "/send NODE TEXT";
  }

  @Override
  public String summary() {
    return "sends TEXT to NODE: ok when it is shown there";
  }

  @Override
  public String details() {
    return """
        @NODE TEXT does the same.
        NODE is a full name (kate@localhost) or a short one (kate).
        /send PID TEXT puts TEXT into the mailbox of a process: ok when it is there.
        A line that is no command goes to the node last addressed; // begins a text with a /.""";
  }

  @Override
  public void run(CommandContext context, Line.Slash line) throws InterruptedException, Unclear {
    send(context, context.recipients().remember(read(line)));
  }

  private static void sendToNode(CommandContext context, Line.To line) throws InterruptedException {
    SendResult result = resultOf(context, line);
    if (result instanceof SendResult.Completed) {
      context.display().answer(result.sentence());
    } else {
      context.fail(Failure.of(result), sentence(context, result));
    }
  }

  private static SendResult resultOf(CommandContext context, Line.To line)
      throws InterruptedException {
    if (line.cut() > 0) {
      return new SendResult.TooLong(line.bytesOf(line.text()));
    }
    long sentAt = System.nanoTime();
    return context.await(
        context.chat().send(line.node(), line.text()),
        late ->
            late instanceof SendResult.Completed shown
                ? LateAnswer.sentence(
                    shown.node(), line.text(), Duration.ofNanos(System.nanoTime() - sentAt))
                : sentence(context, late));
  }

  private static String sentence(CommandContext context, SendResult result) {
    return result instanceof SendResult.NoConnection none
        ? result.sentence() + Targets.didYouMean(none.node(), context.view())
        : result.sentence();
  }

  private static void sendToProcess(CommandContext context, Line.To line)
      throws InterruptedException, Unclear {
    long bytes = line.bytesOf(line.text());
    if (bytes > Session.MAX_TEXT_BYTES) {
      context.fail(Failure.TOO_LONG, new SendResult.TooLong(bytes).sentence());
      return;
    }
    Pid to = Targets.pid(line.node(), context.view());
    Refusal refusal =
        context.await(
            context.otp().process().send(to, line.text()),
            late -> late == null ? to + " received the message" : context.sentence(late));
    if (refusal == null) {
      context.display().answer("ok");
    } else {
      context.refuse(refusal);
    }
  }
}
