package chat.moebi.console;

import chat.moebi.cluster.View.Peer;
import java.util.Locale;

/** Lists the nodes: {@code /nodes}. */
final class Nodes implements Command {

  @Override
  public String name() {
    return "nodes";
  }

  @Override
  public String usage() {
    return "/nodes";
  }

  @Override
  public String summary() {
    return "lists the nodes";
  }

  @Override
  public String details() {
    return "Each with its name, and: self, up or unreachable.";
  }

  @Override
  public void run(CommandContext context, Line.Slash line) {
    for (Peer peer : context.view().nodes().values()) {
      context.display().answer(peer.name() + " " + peer.status().name().toLowerCase(Locale.ROOT));
    }
  }
}
