package chat.moebi.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.ReceiveBuilder;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.Subscribe;
import akka.cluster.typed.Unsubscribe;
import akka.japi.function.Function;
import chat.moebi.cluster.JoiningProtocol.AskToJoin;
import chat.moebi.cluster.JoiningProtocol.Command;
import chat.moebi.cluster.JoiningProtocol.JoinAnswer;
import chat.moebi.cluster.JoiningProtocol.Later;
import chat.moebi.cluster.JoiningProtocol.NameTaken;
import chat.moebi.cluster.JoiningProtocol.Start;
import chat.moebi.cluster.JoiningProtocol.Welcome;
import chat.moebi.cluster.PeerDiscovery.Peers;
import chat.moebi.name.NodeException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Brings the node into a cluster; each node has one such actor, at {@code /user/joining}.
 *
 * <p>The node asks the peers that {@link PeerDiscovery} finds, and joins the first that admits it.
 * If nobody does, it joins itself: a cluster of one. Of nodes that look for each other at the same
 * time, the one of the lowest address forms the cluster, and the others promise to wait for it.
 *
 * <p>Each state is a method that returns the behavior of that state. Once the node is a member,
 * {@link Merging} looks for other clusters.
 */
public final class Joining extends AbstractBehavior<Command> {

  /** The name of the actor under the user guardian. */
  public static final String ACTOR = "joining";

  private record Found(Peers peers, Throwable failure) implements Command {}

  private record Answered(Address by, JoinAnswer answer) implements Command {}

  private record SelfChanged(MemberEvent event) implements Command {}

  private enum Signal implements Command {
    SEARCH,
    NOT_ADMITTED,
    DEADLINE
  }

  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration ADMISSION_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration RETRY_DELAY = Duration.ofMillis(150);

  private final TimerScheduler<Command> timers;
  private final NodeContext node;
  private final ActorRef<MembershipProtocol.Command> membership;
  private final Cluster cluster;
  private final UniqueAddress self;
  private final ActorRef<MemberEvent> memberEvents;
  private final StartingPeers peers;
  private Start start = new Start(new CompletableFuture<>());
  private JoinRound round;
  private int rounds; // Without those in which a peer was undecided.

  /** The nodes that wait for this one to form a cluster. */
  private Set<Address> expected = Set.of();

  public static Behavior<Command> create(
      NodeContext node, ActorRef<MembershipProtocol.Command> membership) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Joining(context, timers, node, membership)));
  }

  private Joining(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeContext node,
      ActorRef<MembershipProtocol.Command> membership) {
    super(context);
    context.setLoggerName(Joining.class);
    this.timers = timers;
    this.node = node;
    this.membership = membership;
    this.cluster = Cluster.get(context.getSystem());
    this.self = cluster.selfMember().uniqueAddress();
    this.memberEvents = context.messageAdapter(MemberEvent.class, SelfChanged::new);
    this.peers = new StartingPeers(node.settings().name(), self.address());
    this.round = new JoinRound(self.address(), Peers.NONE, List.of(), Optional.empty());
    cluster.subscriptions().tell(Subscribe.create(memberEvents, MemberEvent.class));
  }

  /** The first state: the node waits for its turn to start, or the actor was restarted. */
  @Override
  public Receive<Command> createReceive() {
    return state(
            ask ->
                Members.isIn(cluster.selfMember())
                    ? answerLater(ask)
                    : answer(ask, peers.answer(ask, false)))
        .onMessage(Start.class, this::onStart)
        .build();
  }

  private Receive<Command> searching() {
    return started().onMessage(Found.class, this::onFound).build();
  }

  private Receive<Command> asking() {
    return started().onMessage(Answered.class, this::onAnswered).build();
  }

  private Receive<Command> pausing() {
    timers.startSingleTimer(Signal.SEARCH, RETRY_DELAY);
    return started().onMessageEquals(Signal.SEARCH, this::search).build();
  }

  private Receive<Command> joining() {
    return state(this::answerLater).onMessageEquals(Signal.NOT_ADMITTED, this::search).build();
  }

  private ReceiveBuilder<Command> started() {
    return state(ask -> answer(ask, peers.answer(ask, true)));
  }

  private ReceiveBuilder<Command> state(Function<AskToJoin, Behavior<Command>> onAsk) {
    return newReceiveBuilder()
        .onMessage(AskToJoin.class, onAsk)
        .onMessage(SelfChanged.class, this::onSelfChanged)
        .onMessageEquals(Signal.DEADLINE, this::onDeadline)
        .onSignal(PreRestart.class, signal -> onRestart());
  }

  private Behavior<Command> onStart(Start start) {
    this.start = start;
    timers.startSingleTimer(Signal.DEADLINE, node.settings().joinTimeout());
    return search();
  }

  private Behavior<Command> search() {
    Executor blocking =
        getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    getContext().pipeToSelf(node.discovery().findForStart(blocking), Found::new);
    return searching();
  }

  private Behavior<Command> onFound(Found found) {
    if (found.failure() != null) {
      getContext().getLog().warn("cannot look for other nodes", found.failure());
      return pausing();
    }
    round =
        new JoinRound(
            self.address(), found.peers(), peers.takeAskers(), node.discovery().preferred());
    return askNext();
  }

  private Behavior<Command> askNext() {
    return round.next().map(this::ask).orElseGet(this::decide);
  }

  private Behavior<Command> ask(Address peer) {
    ActorRef<Command> joining =
        ActorRefResolver.get(getContext().getSystem()).resolveActorRef(peer + "/user/" + ACTOR);
    getContext()
        .ask(
            JoinAnswer.class,
            joining,
            ASK_TIMEOUT,
            replyTo -> new AskToJoin(node.settings().name(), self.longUid(), replyTo),
            (answer, failure) -> new Answered(peer, answer));
    return asking();
  }

  private Behavior<Command> onAnswered(Answered message) {
    if (message.answer() instanceof Welcome) {
      return join(message.by());
    } else if (message.answer() instanceof NameTaken taken) {
      start.fail(Reason.NAME_TAKEN, taken.name() + " is already running; choose another --name");
      return Behaviors.ignore(); // The node ends this ActorSystem.
    }
    round.answered(message.by(), message.answer());
    return askNext();
  }

  /** Decides what to do when every peer was asked and none has admitted this node. */
  private Behavior<Command> decide() {
    if (peers.isPromised() || round.isUndecided() || round.isToBeRepeated(++rounds)) {
      return pausing();
    }
    if (round.promised().isEmpty()) {
      round.sentencesOfSilence().forEach(node.notes());
    }
    expected = round.promised();
    return join(self.address());
  }

  private Behavior<Command> join(Address peer) {
    cluster.manager().tell(Join.create(peer));
    // The peer that has admitted this node may be leaving, or have died.
    timers.startSingleTimer(Signal.NOT_ADMITTED, ADMISSION_TIMEOUT);
    return joining();
  }

  private Behavior<Command> answerLater(AskToJoin ask) {
    return answer(ask, new Later(node.settings().name()));
  }

  private Behavior<Command> answer(AskToJoin ask, JoinAnswer answer) {
    ask.replyTo().tell(answer);
    return Behaviors.same();
  }

  private Behavior<Command> onSelfChanged(SelfChanged message) {
    Member member = message.event().member();
    if (!member.uniqueAddress().equals(self) || !Members.isIn(member)) {
      return Behaviors.same();
    }
    timers.cancelAll();
    cluster.subscriptions().tell(new Unsubscribe<>(memberEvents));
    return new JoinedMember(getContext(), timers, node, membership, start, expected);
  }

  // The node starts all the same: if it ended, its user would have to try again.
  private Behavior<Command> onDeadline() {
    round.sentencesOfDelay().forEach(node.notes());
    return join(self.address());
  }

  private Behavior<Command> onRestart() {
    start.failWithActor();
    return Behaviors.same();
  }
}
