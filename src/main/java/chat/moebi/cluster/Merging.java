package chat.moebi.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;
import chat.moebi.cluster.JoiningProtocol.Invite;
import chat.moebi.cluster.PeerDiscovery.Sight;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cookie.OutboundConnections;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Merges two clusters that meet into one; each node has one such actor, at {@code /user/merging}.
 *
 * <p>Clusters form apart where hosts start while a link is down, and fall apart where members
 * forget each other ({@code chat.cluster.forget-after}). So a member goes on looking for nodes that
 * are not among the members, and tells each which members it knows. If they are of two clusters,
 * one gives way: its nodes start fresh ActorSystems, and join the other.
 *
 * <p>Both sides find the same one from the two lists of members. A node that was removed from the
 * other's cluster, and was not told because it was frozen or cut off, gives way. If each has
 * removed the other, or has never known it, the smaller cluster does; but where a member is in both
 * lists, one of them is out of date, and it is left to that member to find out which.
 */
public final class Merging extends AbstractBehavior<Merging.Command> {

  /** The name of the actor under the user guardian. */
  public static final String ACTOR = "merging";

  /** What it takes. */
  public sealed interface Command {}

  /**
   * Tells a node which cluster the sender is in.
   *
   * @param incarnation the sender's
   * @param members the incarnations of its cluster's members, the sender's among them
   * @param isAnswer it is not answered
   */
  public record Meet(
      NodeName from,
      long incarnation,
      List<Long> members,
      boolean isAnswer,
      ActorRef<Command> merging)
      implements Command, WireMessage {
    /** Checks that nothing is missing. */
    public Meet {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(merging, "merging");
      members = List.copyOf(members);
    }
  }

  /**
   * Tells a member of the sender's cluster to leave it and to join another.
   *
   * @param incarnation the one that is meant; another one has done so already
   * @param address {@code HOST:PORT} of a member of the other cluster
   */
  record GiveWay(long incarnation, String address) implements Command, WireMessage {
    /** Checks that nothing is missing. */
    GiveWay {
      Objects.requireNonNull(address, "address");
    }
  }

  private record Looked(Sight sight, Throwable failure) implements Command {}

  private record Quarantined(ThisActorSystemQuarantinedEvent event) implements Command {}

  private enum Round implements Command {
    INSTANCE
  }

  /** Who has just joined is not known to all members yet: a difference must last for so long. */
  private static final Duration LASTING = Duration.ofSeconds(3);

  /** After so many intervals a difference is a former one. */
  private static final int FORMER = 30;

  /** Longer than a new connection takes, and short beside what TCP may wait on a former one. */
  private static final Duration ONE_ANSWER = Duration.ofSeconds(5);

  private final ClusterSettings settings;
  private final PeerDiscovery lookout;
  private final Supplier<View> view;
  private final OutboundConnections outbound;
  private final ActorRef<JoiningProtocol.Command> joining;
  private final Cluster cluster;
  private final Member self;
  private final ActorRefResolver resolver;
  private final Executor blocking;

  /** When a difference with a node was first noticed, and when last. */
  private final Map<Long, long[]> differences = new HashMap<>();

  /** Since when a node has not said a word though it was asked. */
  private final Map<Address, Long> unanswered = new HashMap<>();

  private boolean isLooking;
  private boolean givesWay;

  /**
   * Creates it.
   *
   * @param joining is told of clusters while the node is in none
   */
  public static Behavior<Command> create(
      NodeContext node, ActorRef<JoiningProtocol.Command> joining) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Merging(context, timers, node, joining)));
  }

  private Merging(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeContext node,
      ActorRef<JoiningProtocol.Command> joining) {
    super(context);
    context.setLoggerName(Merging.class);
    this.settings = node.settings();
    this.lookout = node.lookout();
    this.view = node.view()::get;
    this.outbound = node.outbound();
    this.joining = joining;
    this.cluster = Cluster.get(context.getSystem());
    this.self = cluster.selfMember();
    this.resolver = ActorRefResolver.get(context.getSystem());
    this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    timers.startTimerWithFixedDelay(Round.INSTANCE, settings.contactInterval());
    context
        .getSystem()
        .eventStream()
        .tell(
            new EventStream.Subscribe<>(
                ThisActorSystemQuarantinedEvent.class,
                context.messageAdapter(ThisActorSystemQuarantinedEvent.class, Quarantined::new)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Round.class, m -> onRound())
        .onMessage(Looked.class, this::onLooked)
        .onMessage(Meet.class, this::onMeet)
        .onMessage(GiveWay.class, this::onGiveWay)
        .onMessage(Quarantined.class, this::onQuarantined)
        .build();
  }

  private Behavior<Command> onRound() {
    Duration former = settings.contactInterval().multipliedBy(FORMER);
    differences.values().removeIf(times -> Elapsed.isOver(times[1], former));
    unanswered.values().removeIf(since -> Elapsed.isOver(since, former.plus(ONE_ANSWER)));
    if (isMember() && !isLooking && !givesWay) {
      isLooking = true;
      getContext().pipeToSelf(lookout.look(present(), false, blocking), Looked::new);
    }
    return this;
  }

  private Behavior<Command> onLooked(Looked looked) {
    isLooking = false;
    if (looked.failure() != null) {
      getContext().getLog().warn("cannot look for other nodes", looked.failure());
    } else if (isMember()) {
      looked.sight().addresses().forEach(this::meet);
    }
    return this;
  }

  private Set<String> present() {
    Set<String> present = new HashSet<>();
    members().values().forEach(member -> present.add(PeerAddress.hostAndPort(member.address())));
    view.get().nodes().values().stream()
        .filter(Peer::isReachable)
        .forEach(peer -> present.add(peer.hostAndPort()));
    return present;
  }

  // If the way there was broken for long, what is sent may wait in TCP for up to two minutes.
  private void meet(Address other) {
    if (Elapsed.isOver(unanswered.computeIfAbsent(other, o -> System.nanoTime()), ONE_ANSWER)) {
      unanswered.remove(other);
      outbound.cut(PeerAddress.hostAndPort(other));
    }
    mergingAt(other.toString()).tell(meet(false));
  }

  private Behavior<Command> onMeet(Meet meet) {
    Address address = meet.merging().path().address();
    unanswered.remove(address);
    if (!isMember()) {
      joining.tell(new Invite(address));
      return this;
    }
    Map<Long, Member> ours = members();
    Set<Long> theirs = Set.copyOf(meet.members());
    boolean isOurs = ours.containsKey(meet.incarnation());
    boolean areWeTheirs = theirs.contains(incarnation());
    if (givesWay || (isOurs && areWeTheirs)) {
      differences.remove(meet.incarnation());
      return this;
    }
    boolean isLasting = isLasting(meet.incarnation());
    boolean areApart = !isOurs && !areWeTheirs;
    Optional<Peer> common = isLasting && areApart ? reachableOf(theirs) : Optional.empty();
    if (common.isPresent()) {
      mergingAt(common.get().address()).tell(meet); // It knows which of the two it belongs to.
    } else if (isLasting && (areApart ? givesWay(ours.keySet(), theirs) : isOurs)) {
      giveWay(ours, theirs, address);
    } else if (!meet.isAnswer()) {
      meet.merging().tell(meet(true));
    }
    return this;
  }

  private Optional<Peer> reachableOf(Set<Long> incarnations) {
    return view.get().nodes().values().stream()
        .filter(peer -> peer.isReachable() && incarnations.contains(peer.incarnation()))
        .findAny();
  }

  private Behavior<Command> onGiveWay(GiveWay message) {
    if (message.incarnation() == incarnation() && isMember()) {
      PeerAddress.parse(message.address()).ifPresent(this::giveWayTo);
    }
    return this;
  }

  private Behavior<Command> onQuarantined(Quarantined message) {
    // Whoever has put this node under quarantine hears nothing from it any more.
    if (isMember()) {
      giveWayTo(message.event().remoteAddress().address());
    } else {
      getContext().getSystem().terminate();
    }
    return this;
  }

  private void giveWay(Map<Long, Member> ours, Set<Long> theirs, Address address) {
    String hostAndPort = PeerAddress.hostAndPort(address);
    ours.forEach(
        (incarnation, member) -> {
          if (!theirs.contains(incarnation) && incarnation != incarnation()) {
            mergingAt(member.address().toString()).tell(new GiveWay(incarnation, hostAndPort));
          }
        });
    giveWayTo(address);
  }

  // Its ActorSystem ends when it finds itself downed, and the node starts another one.
  private void giveWayTo(Address address) {
    if (!givesWay) {
      givesWay = true;
      getContext().getLog().warn("leaves its cluster for the one of {}", address);
      lookout.prefer(address);
      cluster.manager().tell(Down.apply(self.address()));
    }
  }

  private boolean isLasting(long incarnation) {
    long now = System.nanoTime();
    long[] times = differences.computeIfAbsent(incarnation, i -> new long[] {now, now});
    times[1] = now;
    return Elapsed.isOver(times[0], LASTING);
  }

  /** Whether the first of two clusters gives way; all members of both agree on the answer. */
  static boolean givesWay(Set<Long> one, Set<Long> other) {
    return one.size() != other.size()
        ? one.size() < other.size()
        : Collections.min(one) < Collections.min(other);
  }

  private Meet meet(boolean isAnswer) {
    List<Long> members = List.copyOf(members().keySet());
    return new Meet(settings.name(), incarnation(), members, isAnswer, getContext().getSelf());
  }

  private boolean isMember() {
    return members().containsKey(incarnation());
  }

  private Map<Long, Member> members() {
    Map<Long, Member> members = new HashMap<>();
    for (Member member : cluster.state().getMembers()) {
      MemberStatus status = member.status();
      if (!status.equals(MemberStatus.down()) && !status.equals(MemberStatus.removed())) {
        members.put(member.uniqueAddress().longUid(), member);
      }
    }
    return members;
  }

  private long incarnation() {
    return self.uniqueAddress().longUid();
  }

  private ActorRef<Command> mergingAt(String address) {
    return resolver.resolveActorRef(address + "/user/" + ACTOR);
  }
}
