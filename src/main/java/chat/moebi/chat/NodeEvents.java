package chat.moebi.chat;

import chat.moebi.cluster.Presence;
import chat.moebi.cluster.View;
import chat.moebi.node.Node;
import java.util.stream.Collectors;

/** Passes events of the node on: to the user as notices, and to the parts of the chat. */
final class NodeEvents implements Node.Listener {

  private final ChatListener listener;
  private final Outputs outputs;
  private final Outgoing outgoing;
  private final Outbox outbox;
  private final RoomMemory rooms;
  private final Annexes annexes;
  private boolean isRejoining;
  private boolean isMerging;

  NodeEvents(
      ChatListener listener,
      Outputs outputs,
      Outgoing outgoing,
      Outbox outbox,
      RoomMemory rooms,
      Annexes annexes) {
    this.listener = listener;
    this.outputs = outputs;
    this.outgoing = outgoing;
    this.outbox = outbox;
    this.rooms = rooms;
    this.annexes = annexes;
  }

  @Override
  public void claimed() {
    listener.claimed();
  }

  @Override
  public void starting(Node node) {
    listener.starting(node);
  }

  @Override
  public void viewed(View view) {
    rooms.viewed(view);
  }

  @Override
  public void presence(Presence presence) {
    outputs.presence(presence);
    outgoing.nodeChanged(presence.node());
    outbox.nodeChanged(presence.node());
  }

  @Override
  public void note(String sentence) {
    outputs.notice(sentence);
  }

  @Override
  public void ready(View view) {
    outgoing.start();
    outbox.ready();
    if (isRejoining) {
      outputs.notice(back(view));
    }
    if (isRejoining || isMerging) {
      listener.connected(true);
    }
    isRejoining = false;
    isMerging = false;
  }

  @Override
  public void lost() {
    isRejoining = true;
    stop();
    outputs.notice("the connection to the cluster was lost; rejoining");
    listener.connected(false);
  }

  @Override
  public void merging() {
    isMerging = true;
    stop();
    listener.connected(false);
  }

  private void stop() {
    outgoing.stop();
    outbox.stopped();
    annexes.systemEnded();
    outputs.forget();
  }

  private static String back(View view) {
    String others =
        view.nodes().values().stream()
            .filter(peer -> peer.status() == View.Status.UP)
            .map(peer -> peer.name().toString())
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "back, alone" : "back, with " + others;
  }
}
