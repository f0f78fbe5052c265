package chat.moebi.cluster;

import akka.Done;
import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.cluster.JoiningProtocol.AskToJoin;
import chat.moebi.cluster.JoiningProtocol.Command;
import chat.moebi.cluster.JoiningProtocol.Start;
import chat.moebi.cluster.MembershipProtocol.Admit;
import chat.moebi.cluster.MembershipProtocol.GoAhead;
import chat.moebi.cluster.MembershipProtocol.Ready;
import chat.moebi.cluster.MembershipProtocol.WhenReady;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The last state of {@link Joining}: the node is a member. It passes on what newcomers ask, and
 * completes the start when each peer has answered a hello.
 */
final class JoinedMember extends AbstractBehavior<Command> {

  private enum Signal implements Command {
    EXPECTED_PEERS_DUE,
    PEERS_GREETED,
    DEADLINE
  }

  /** How long peers may take to answer a hello, even if the node has become a member late. */
  private static final Duration MIN_HELLO_TIME = Duration.ofSeconds(1);

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(150);

  private final TimerScheduler<Command> timers;
  private final NodeContext node;
  private final ActorRef<MembershipProtocol.Command> membership;
  private final ActorRef<Ready> whenReady;
  private final Start start;
  private final Set<Address> expected;
  private final long since = System.nanoTime();

  /**
   * Enters the state.
   *
   * @param expected the nodes that wait for this one to form a cluster
   */
  JoinedMember(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeContext node,
      ActorRef<MembershipProtocol.Command> membership,
      Start start,
      Set<Address> expected) {
    super(context);
    this.timers = timers;
    this.node = node;
    this.membership = membership;
    this.whenReady = context.messageAdapter(Ready.class, answer -> Signal.PEERS_GREETED);
    this.start = start;
    this.expected = new HashSet<>(expected);
    node.discovery().joined();
    Duration used = Duration.ofNanos(since - start.at());
    Duration left = node.settings().joinTimeout().minus(used);
    timers.startSingleTimer(
        Signal.DEADLINE, left.compareTo(MIN_HELLO_TIME) < 0 ? MIN_HELLO_TIME : left);
    awaitExpected();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(AskToJoin.class, this::onAskToJoin)
        .onMessageEquals(Signal.EXPECTED_PEERS_DUE, this::awaitExpected)
        .onMessageEquals(Signal.PEERS_GREETED, this::onPeersGreeted)
        .onMessageEquals(Signal.DEADLINE, this::onDeadline)
        .onSignal(PreRestart.class, signal -> onRestart())
        .build();
  }

  private Behavior<Command> onAskToJoin(AskToJoin ask) {
    membership.tell(new Admit(ask));
    return this;
  }

  // Else the node would be ready before it and the expected nodes can send to each other.
  private Behavior<Command> awaitExpected() {
    expected.removeIf(this::isReachable);
    if (expected.isEmpty() || Elapsed.isOver(since, StartingPeers.PROMISE_DURATION)) {
      membership.tell(new WhenReady(whenReady));
    } else {
      timers.startSingleTimer(Signal.EXPECTED_PEERS_DUE, CHECK_INTERVAL);
    }
    return this;
  }

  private boolean isReachable(Address address) {
    String hostAndPort = PeerAddress.hostAndPort(address);
    return node.view().get().nodes().values().stream()
        .anyMatch(peer -> peer.isReachable() && peer.hostAndPort().equals(hostAndPort));
  }

  private Behavior<Command> onPeersGreeted() {
    timers.cancel(Signal.DEADLINE);
    start.ready().complete(Done.getInstance());
    return this;
  }

  private Behavior<Command> onDeadline() {
    node.notes().accept("not all nodes have answered yet; they are greeted again");
    membership.tell(new GoAhead(whenReady));
    return this;
  }

  private Behavior<Command> onRestart() {
    start.failWithActor();
    return this;
  }
}
