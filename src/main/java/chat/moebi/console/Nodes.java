package chat.moebi.console;

import chat.moebi.cluster.View.Peer;
import java.util.Locale;

/** Lists the nodes. */
final class Nodes extends Command {

  Nodes() {
    super("/nodes", "lists the nodes", "Each with its name, and: self, up or unreachable.");
  }

  @Override
  void run(CommandContext context, Line line) {
    for (Peer peer : context.view().nodes().values()) {
      context.answer(peer.name() + " " + peer.status().name().toLowerCase(Locale.ROOT));
    }
  }
}
