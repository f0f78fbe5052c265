package chat.moebi.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The behaviors of the actors that every node needs; the guardian of the node spawns them. */
public final class NodeActors {

  private final Surroundings surroundings;
  private final Consumer<ActorRef<Joining.Command>> onStarted;

  NodeActors(Surroundings surroundings, Consumer<ActorRef<Joining.Command>> onStarted) {
    this.surroundings = surroundings;
    this.onStarted = onStarted;
  }

  /** Returns a thread-safe supplier of the newest view of the nodes. */
  public Supplier<View> view() {
    return surroundings.view()::get;
  }

  /** Creates the actor that knows the other nodes. */
  public Behavior<Directory.Command> directory() {
    return Directory.create(surroundings);
  }

  /** Creates the actor that brings the node into a cluster. */
  public Behavior<Joining.Command> joining(ActorRef<Directory.Command> directory) {
    return Joining.create(surroundings, directory);
  }

  /** Creates the actor that makes one cluster of two. */
  public Behavior<Merging.Command> merging(ActorRef<Joining.Command> joining) {
    return Merging.create(surroundings, joining);
  }

  /** Creates the actor that removes members without a name. */
  public Behavior<NamelessMembers.Command> namelessMembers() {
    return NamelessMembers.create(surroundings.settings().forgetAfter());
  }

  /** Says that all actors of the node have started, so that it may join others. */
  public void started(ActorRef<Joining.Command> joining) {
    onStarted.accept(joining);
  }
}
