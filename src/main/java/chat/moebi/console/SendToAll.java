package chat.moebi.console;

/** Sends a text to all nodes. */
final class SendToAll extends Command {

  static final String NAME = "all";

  SendToAll() {
    super(
        "/" + NAME + " TEXT",
        "sends TEXT to all other nodes",
        """
        ok N: N nodes have shown it. Only nodes that can be reached count. No persona answers.
        Example: /all lunch is ready""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    String text = line.arguments();
    line.checkLength(text);
    context.answer(Send.awaitShown(context, context.chat().sendToAll(text), text));
  }
}
