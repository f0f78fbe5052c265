package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The first lines at a prompt. */
final class Welcome {

  private Welcome() {}

  /**
   * Shows {@code alex@localhost is ready, with kate@localhost; /help explains}, and what else is
   * worth knowing.
   *
   * @param isFirst whether this is the first start, which also explains how to chat
   */
  static void show(Chat chat, boolean isFirst, Consumer<String> line) {
    List<NodeName> peers =
        chat.view().nodes().values().stream()
            .filter(peer -> peer.status() == View.Status.UP)
            .map(View.Peer::name)
            .toList();
    String names = peers.stream().map(NodeName::toString).collect(Collectors.joining(", "));
    String company = peers.isEmpty() ? "alone" : "with " + names;
    line.accept(chat.name() + " is ready, " + company + "; /help explains");
    if (isFirst) {
      line.accept(peers.isEmpty() ? toBeginAlone(chat.name()) : toBeginWith(peers.get(0).name()));
      line.accept("Tab completes, /help lists the commands, /quit or Ctrl-D leaves");
    }
    // Last, since the nodes have to be looked for.
    long others = chat.countOfDifferentCookie().toCompletableFuture().join();
    if (others > 0) {
      String nodes = others == 1 ? "1 node on this host has" : others + " nodes on this host have";
      line.accept(nodes + " another cookie");
    }
  }

  private static String toBeginAlone(NodeName self) {
    String other = self.name().equals("alex") ? "kate" : "alex";
    return String.format(
        "to chat, start ./chat --name %s in another terminal, then write @%s hi", other, other);
  }

  private static String toBeginWith(String peer) {
    return "to chat, write @" + peer + " hi; text alone then goes to " + peer + " too";
  }
}
