package chat.moebi.cluster;

import static java.util.stream.Collectors.toSet;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.cluster.Cluster;
import akka.cluster.Member;
import chat.moebi.cluster.MembershipProtocol.Command;
import chat.moebi.cluster.MembershipProtocol.Gone;
import chat.moebi.cluster.MembershipProtocol.Hello;
import chat.moebi.cluster.MembershipProtocol.HelloAck;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Finds out by hellos which nodes can be reached. A node gets a hello when it is found, and more
 * while it has not answered or is suspected: by the failure detector, by gossip, or for its
 * silence. A node that says hello is known before gossip has brought it, so that it can be sent to
 * as soon as it is ready.
 */
final class Reachability {

  /** The most nodes that are known by their hellos alone; more never start within a moment. */
  private static final int MAX_UNCONFIRMED = 128;

  /** How often a silent node gets a hello. */
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

  /**
   * How often a node that nobody suspects gets a hello: firewalls forget idle connections, and
   * whatever is sent over them afterwards is lost.
   */
  private static final Duration IDLE_INTERVAL = Duration.ofSeconds(30);

  private final MembershipContext context;
  private final Departures departures;
  private final Cluster cluster;
  private final long incarnation;

  Reachability(MembershipContext context, Departures departures) {
    this.context = context;
    this.departures = departures;
    this.cluster = Cluster.get(context.actor().getSystem().classicSystem());
    this.incarnation = context.incarnation();
  }

  /**
   * Takes a member that gossip has brought.
   *
   * @throws IllegalArgumentException if it has no name that this version can read
   */
  void add(Member member) {
    KnownNode added =
        findOrAdd(Members.nameOf(member), Members.incarnationOf(member), member.address());
    if (added.member == null) {
      context.node().discovery().remember(added.address);
      sayHello(added);
    }
    added.member = member;
  }

  private KnownNode findOrAdd(NodeName name, long incarnation, Address address) {
    return context
        .nodes()
        .computeIfAbsent(
            incarnation,
            i -> {
              ActorRef<Command> membership =
                  ActorRefResolver.get(context.actor().getSystem())
                      .resolveActorRef(address + "/user/" + Membership.ACTOR);
              return new KnownNode(
                  name, i, address, membership, context.settings().helloTimeout(), context.time());
            });
  }

  /**
   * Notes a hello, which {@link #answer} answers; returns whether its sender was unreachable, or in
   * other rooms.
   */
  boolean receive(Hello hello) {
    Optional<Address> from = PeerAddress.of(hello.replyTo());
    if (from.isEmpty() || !isAccepted(hello)) {
      return false;
    }
    KnownNode sender = findOrAdd(hello.name(), hello.incarnation(), from.get());
    boolean wasReachable = sender.isReachable();
    sender.heard();
    return updateRooms(sender, hello.rooms(), hello.at()) || !wasReachable;
  }

  private static boolean updateRooms(KnownNode node, List<String> written, long at) {
    if (at < node.roomsAt) {
      return false; // A later message has overtaken this one.
    }
    SortedSet<RoomName> rooms = MembershipProtocol.read(written);
    boolean hasChanged = !rooms.equals(node.rooms);
    node.rooms = rooms;
    node.roomsAt = at;
    return hasChanged;
  }

  private boolean isAccepted(Hello hello) {
    return isForThisNode(hello)
        && hello.incarnation() != incarnation
        // A node that was excluded while it was frozen does not know it yet: Merging tells it.
        && !departures.isExcluded(hello.incarnation())
        // Gossip adds the others if they are members; otherwise they say hello again.
        && (context.nodes().containsKey(hello.incarnation())
            || context.nodes().values().stream().filter(n -> n.member == null).count()
                < MAX_UNCONFIRMED);
  }

  private boolean isForThisNode(Hello hello) {
    return hello.to() == 0 || hello.to() == incarnation;
  }

  void answer(Hello hello) {
    KnownNode sender = context.nodes().get(hello.incarnation());
    if (!isForThisNode(hello)) {
      hello.replyTo().tell(new Gone(hello.to()));
    } else if (sender != null && isAccepted(hello)) {
      if (sender.isSilent() && sender.lastHello.isOver(context.settings().helloInterval())) {
        sayHello(sender); // Before the answer, so that both can be reached before either sends.
      }
      hello
          .replyTo()
          .tell(
              new HelloAck(
                  context.settings().name(),
                  incarnation,
                  hello.at(),
                  context.time().nanos(),
                  ownRooms()));
    }
  }

  /**
   * Notes the answer to a hello; returns whether its sender was known, and unreachable or in other
   * rooms.
   */
  boolean receive(HelloAck ack) {
    KnownNode sender = context.nodes().get(ack.incarnation());
    if (sender == null) {
      return false;
    }
    boolean wasReachable = sender.isReachable();
    sender.answered(ack.at());
    return updateRooms(sender, ack.rooms(), ack.sent()) || !wasReachable;
  }

  void sayHello(KnownNode node) {
    node.membership.tell(
        new Hello(
            context.settings().name(),
            incarnation,
            node.incarnation,
            node.helloSent(),
            context.actor().getSelf(),
            ownRooms()));
  }

  private List<String> ownRooms() {
    return MembershipProtocol.written(context.node().rooms().all());
  }

  void sayDueHellos() {
    context.nodes().values().stream().filter(this::isHelloDue).forEach(this::sayHello);
  }

  // A node that always answers, or never does, gets fewer hellos.
  private boolean isHelloDue(KnownNode node) {
    if (!node.needsHello()) {
      return node.lastHello.isOver(context.spread(IDLE_INTERVAL));
    }
    boolean isAnswerOpen = !node.hasAnswered() || node.unanswered.isRunning();
    return (isAnswerOpen && !node.isSilent())
        || node.lastHello.isOver(context.spread(RETRY_INTERVAL));
  }

  /** Starts and ends suspicions; returns whether one started. */
  boolean updateSuspicions() {
    Set<Long> unreachable =
        cluster.state().getUnreachable().stream().map(Members::incarnationOf).collect(toSet());
    boolean hasNew = false;
    for (KnownNode node : context.nodes().values()) {
      boolean isReason =
          unreachable.contains(node.incarnation)
              || !cluster.failureDetector().isAvailable(node.address);
      if (node.updateSuspicion(isReason)) {
        sayHello(node);
        hasNew = true;
      }
    }
    return hasNew;
  }
}
