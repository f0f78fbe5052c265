package chat.moebi.console;

import chat.moebi.name.NodeName;

/** Drops the texts that are kept for a node. */
final class Forget extends Command {

  static final String NAME = "forget";

  Forget() {
    super(
        "/" + NAME + " NODE",
        "drops kept texts",
        """
        Here, and at the nodes that carry them for this one. They will not be shown. /outbox lists them.
        Example: /forget kate""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    String typed = line.arguments().strip();
    checkWords(line, 1);
    if (typed.isEmpty()) {
      throw misused();
    }
    NodeName node = Targets.node(typed, context.view());
    context.awaitStored(store -> context.chat().outbox().forget(node));
    context.answer("ok");
  }
}
