package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.process.Refusal;

/** Sets the recipient of texts that name none. */
final class To extends Command {

  static final String NAME = "to";

  To() {
    super(
        "/" + NAME + " [NODE or #ROOM]",
        "sets where TEXT alone goes",
        """
        Without it TEXT alone goes to the node last addressed. The prompt shows the node or room; it
        holds until /to alone.
        Example: /to #dogs""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    String typed = line.arguments().strip();
    if (!typed.equals(Line.firstWord(typed))) {
      throw new LineException(Failure.USAGE, "write " + usage() + ", without a text");
    }
    context.addressee().hold(typed.isEmpty() ? "" : recipient(context, typed));
    context.answer("ok");
  }

  private static String recipient(CommandContext context, String typed)
      throws InterruptedException, LineException {
    if (RoomName.isRoom(typed)) {
      return RoomName.parse(typed).toString();
    }
    NodeName node = Targets.node(typed, context.view());
    if (!context.await(context.chat().knows(node))) {
      throw context.refused(Refusal.noConnection(node));
    }
    return node.toString();
  }
}
