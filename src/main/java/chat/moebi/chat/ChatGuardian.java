package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.typed.Cluster;
import chat.moebi.cluster.ActorFinder;
import chat.moebi.cluster.Joining;
import chat.moebi.cluster.JoiningProtocol;
import chat.moebi.cluster.Membership;
import chat.moebi.cluster.MembershipProtocol;
import chat.moebi.cluster.Merging;
import chat.moebi.name.NodeName;
import chat.moebi.node.NodeActors;
import chat.moebi.node.Supervision;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The user guardian of a node that chats: spawns each of the node's actors in a line of its own.
 *
 * <p>An actor whose state others rely on resumes when it fails; every other actor restarts. If an
 * actor fails too often, the guardian fails with it, and the node starts another ActorSystem (see
 * {@link Supervision}).
 */
final class ChatGuardian extends AbstractBehavior<ChatGuardian.Command> {

  /** The messages to the guardian. */
  sealed interface Command {}

  private record Spawn(Annex<?> annex) implements Command {}

  private record Started(Annex<?> annex) implements Command {}

  private final NodeActors node;
  private final Annexes annexes;
  private final Annex.Environment environment;
  private final ActorRef<JoiningProtocol.Command> joining;

  /** The annexes without which the node does not join others. */
  private final Set<Annex<?>> awaited;

  /**
   * Creates the guardian of one ActorSystem.
   *
   * @param answering sends what receivers answer to texts
   * @param keeping what is kept, and what was shown, outlives the ActorSystem
   * @param onSender is told which actor sends texts
   */
  static Behavior<Command> create(
      NodeActors node,
      NodeName name,
      ChatSettings settings,
      Outputs outputs,
      Answering answering,
      Keeping keeping,
      Annexes annexes,
      Consumer<ActorRef<SenderProtocol.Command>> onSender) {
    return Behaviors.setup(
        context ->
            new ChatGuardian(
                context, node, name, settings, outputs, answering, keeping, annexes, onSender));
  }

  private ChatGuardian(
      ActorContext<Command> context,
      NodeActors node,
      NodeName name,
      ChatSettings settings,
      Outputs outputs,
      Answering answering,
      Keeping keeping,
      Annexes annexes,
      Consumer<ActorRef<SenderProtocol.Command>> onSender) {
    super(context);
    this.node = node;
    this.annexes = annexes;
    ActorRefResolver resolver = ActorRefResolver.get(context.getSystem());
    ActorFinder finder = new ActorFinder(node.view(), resolver);
    long incarnation = Cluster.get(context.getSystem()).selfMember().uniqueAddress().longUid();
    this.environment = new Annex.Environment(name, incarnation, finder, outputs.own());
    keeping.shown().started(incarnation);
    RemoteSupervisor supervisors =
        settings.isLocal()
            ? RemoteSupervisor.local(resolver, context.getSystem().address())
            : RemoteSupervisor.inCluster(finder);

    // Learns anew from the cluster who is there, and greets them.
    ActorRef<MembershipProtocol.Command> membership =
        Supervision.restarting(context, node.membership(), Membership.ACTOR);
    // Fails the start, unless the node is ready already.
    this.joining = Supervision.restarting(context, node.joining(membership), Joining.ACTOR);
    // Looks again for nodes of other clusters.
    Supervision.restarting(context, node.merging(), Merging.ACTOR);
    // Tells those who wait that there is no answer; a text is never sent twice.
    ActorRef<SenderProtocol.Command> sender =
        Supervision.restarting(
            context,
            MessageSender.create(settings, supervisors, keeping.diversions(), System::nanoTime),
            MessageSender.ACTOR);
    // Keeps the texts that are being shown: their senders wait for them.
    Supervision.resuming(
        context,
        ChatSupervisor.create(
            new ReceivedTexts(
                name,
                settings,
                outputs::receiver,
                node.rooms()::contains,
                keeping.rooms()::isKnown,
                keeping.shown()),
            answering,
            new Personas(name, settings, sender),
            keeping.shown()),
        ChatSupervisor.ACTOR);
    // Each under its own strategy.
    ActorRef<Command> self = context.getSelf();
    this.awaited = new LinkedHashSet<>(annexes.handTo(annex -> self.tell(new Spawn(annex))));
    awaited.forEach(this::spawn);

    onSender.accept(sender);
    joinOthers();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Spawn.class, this::onSpawn)
        .onMessage(Started.class, this::onStarted)
        .build();
  }

  private Behavior<Command> onSpawn(Spawn message) {
    spawn(message.annex());
    return this;
  }

  private Behavior<Command> onStarted(Started message) {
    annexes.started(message.annex());
    awaited.remove(message.annex());
    joinOthers();
    return this;
  }

  /** Lets the node join others once all of its annexes have started. */
  private void joinOthers() {
    if (awaited.isEmpty()) {
      node.started(joining);
    }
  }

  private <T> void spawn(Annex<T> annex) {
    ActorRef<Command> self = getContext().getSelf();
    Behavior<T> behavior =
        Behaviors.setup(
            context -> {
              Behavior<T> started = annex.start(context, environment);
              self.tell(new Started(annex));
              return started;
            });
    Supervision.spawn(getContext(), behavior, annex.strategy(), annex.name());
  }
}
