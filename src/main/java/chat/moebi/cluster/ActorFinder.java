package chat.moebi.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import chat.moebi.cluster.View.Peer;
import chat.moebi.name.NodeName;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the actors under the user guardian of a node, by the node's name. Thread-safe. */
public final class ActorFinder {

  /**
   * An actor of a reachable node.
   *
   * @param incarnation differs between the starts of the node
   * @param <T> the type of the actor's messages
   */
  public record Found<T>(ActorRef<T> actor, long incarnation) {}

  private final Supplier<View> view;
  private final ActorRefResolver resolver;

  public ActorFinder(Supplier<View> view, ActorRefResolver resolver) {
    this.view = view;
    this.resolver = resolver;
  }

  /** Returns the newest view of the nodes. */
  public View view() {
    return view.get();
  }

  /** Returns the actor at a path on a node, or nothing if the node cannot be reached. */
  public <T> Optional<Found<T>> find(NodeName node, String actor) {
    return view().reachable(node).map(peer -> new Found<>(on(peer, actor), peer.incarnation()));
  }

  /** Returns the actor at a path on a node, whether or not the node can be reached. */
  public <T> ActorRef<T> on(Peer peer, String actor) {
    return resolver.resolveActorRef(peer.address() + "/user/" + actor);
  }
}
