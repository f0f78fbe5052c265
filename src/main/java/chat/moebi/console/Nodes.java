package chat.moebi.console;

import chat.moebi.node.View.Peer;
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
  public void run(Shell shell, Line.Slash line) {
    for (Peer peer : shell.view().nodes().values()) {
      shell.display().answer(peer.name() + " " + peer.status().name().toLowerCase(Locale.ROOT));
    }
  }
}
