package chat.moebi.console;

import chat.moebi.cluster.View.Peer;
import java.util.List;
import java.util.Locale;

/** Lists the nodes. */
final class Nodes extends Command {

  Nodes() {
    super(
        "/nodes",
        "lists the nodes",
        """
        Each with its name, and: self, up or unreachable.
        Example: /nodes""");
  }

  @Override
  void run(CommandContext context, Line line) throws LineException {
    checkWords(line, 0);
    context.table(
        List.of("NODE", "STATUS"),
        context.view().nodes().values().stream().map(Nodes::row).toList());
  }

  private static List<String> row(Peer peer) {
    return List.of(peer.name().toString(), peer.status().name().toLowerCase(Locale.ROOT));
  }
}
