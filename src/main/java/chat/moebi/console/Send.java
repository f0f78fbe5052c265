package chat.moebi.console;

import chat.moebi.chat.GroupResult;
import chat.moebi.chat.LateAnswer;
import chat.moebi.chat.SendResult;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.RoomName;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Sends a text to a node or a room, or puts it into the mailbox of a process. */
final class Send extends Command {

  static final String NAME = "send";

  Send() {
    super(
        "/" + NAME + " NODE TEXT",
        "sends TEXT; ok when it is shown there",
        """
        @NODE TEXT does the same. kept: TEXT will be shown once, when both nodes are there.
        NODE is a full name (kate@localhost) or a short one (kate).
        /send #ROOM TEXT and #ROOM TEXT send to the other nodes in a room: ok N, N have shown TEXT.
        It is kept for those who have joined the room and are away: ok 2, kept for zoe@localhost.
        /send PID TEXT puts TEXT into the mailbox of a process: ok when it is there.
        A line that is no command goes to the node last addressed.
        // begins a text with a /, and ## one with a #.
        Example: @kate lunch?""");
  }

  /** Returns the node, room or pid that a line of this command names; empty if it names none. */
  static String recipient(Line line) {
    return Line.firstWord(line.arguments().stripLeading());
  }

  /** Returns the text that a line of this command sends. */
  static String text(Line line) {
    return Line.afterFirstWord(line.arguments().stripLeading());
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    String recipient = recipient(line);
    String text = text(line);
    if (recipient.isEmpty()) {
      throw new LineException(Failure.USAGE, "to whom? write @NODE TEXT");
    }
    line.checkLength(text);
    if (RoomName.isRoom(recipient)) {
      RoomName room = room(line);
      context.shown(room, awaitShown(context, context.chat().send(room, text), text));
    } else if (Pid.isPid(recipient)) {
      sendToProcess(context, context.pid(recipient), text);
    } else {
      sendToNode(context, recipient, text);
    }
  }

  private static RoomName room(Line line) throws LineException {
    try {
      return RoomName.parse(recipient(line));
    } catch (IllegalArgumentException e) {
      String hint = line.shown().startsWith("#") ? "; ## begins a text with #" : "";
      throw new LineException(Failure.USAGE, e.getMessage() + hint);
    }
  }

  /**
   * Waits until each recipient of a text has shown it, or the text is kept for it; returns {@code
   * ok} and how many have shown it, and for whom it is kept.
   */
  static String awaitShown(CommandContext context, CompletionStage<GroupResult> sent, String text)
      throws InterruptedException, LineException {
    GroupResult result = context.await(sent, (late, after) -> lateSentence(late, text, after));
    if (!(result instanceof GroupResult.Shown || result instanceof GroupResult.Kept)) {
      throw new LineException(Failure.of(result), result.sentence());
    }
    return result.sentence();
  }

  private static String lateSentence(GroupResult late, String text, Duration after) {
    if (late instanceof GroupResult.Shown shown) {
      String nodes = shown.nodes() == 1 ? "1 node" : shown.nodes() + " nodes";
      return LateAnswer.sentence(nodes, text, after);
    }
    return ErrorMessages.late(late.sentence(), after);
  }

  private static void sendToNode(CommandContext context, String node, String text)
      throws InterruptedException, LineException {
    SendResult result =
        context.await(
            context.chat().send(node, text),
            (late, after) ->
                late instanceof SendResult.Completed shown
                    ? LateAnswer.sentence(shown.node(), text, after)
                    : ErrorMessages.late(sentence(context, late), after));
    if (result instanceof SendResult.Kept kept) {
      context.kept(kept.node(), kept.sentence());
      return;
    } else if (!(result instanceof SendResult.Completed)) {
      throw new LineException(Failure.of(result), sentence(context, result));
    }
    context.shown(((SendResult.Completed) result).node());
  }

  private static String sentence(CommandContext context, SendResult result) {
    return result instanceof SendResult.NoConnection none
        ? result.sentence() + Targets.didYouMean(none.node(), context.view())
        : result.sentence();
  }

  private static void sendToProcess(CommandContext context, Pid to, String text)
      throws InterruptedException, LineException {
    Refusal refusal =
        context.await(
            context.otp().process().send(to, text),
            (late, after) ->
                late == null
                    ? to + " received the message after " + after.toSeconds() + " s"
                    : ErrorMessages.late(context.sentence(late), after));
    if (refusal != null) {
      throw context.refused(refusal);
    }
    context.answer("ok");
  }
}
