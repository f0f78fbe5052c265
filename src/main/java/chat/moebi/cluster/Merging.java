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
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;
import chat.moebi.cluster.ClusterComparison.Side;
import chat.moebi.cluster.MergingProtocol.Command;
import chat.moebi.cluster.MergingProtocol.GiveWay;
import chat.moebi.cluster.MergingProtocol.Meet;
import chat.moebi.cluster.PeerDiscovery.Peers;
import chat.moebi.cluster.View.Peer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Merges two clusters that meet into one; each node has one such actor, at {@code /user/merging}.
 *
 * <p>Clusters form apart where hosts start while a link is down, and fall apart where members
 * forget each other ({@code chat.cluster.forget-after}). So a member goes on looking for nodes that
 * are not among the members, and tells each which members it knows. If they are of two clusters,
 * one gives way: its nodes start fresh ActorSystems, and join the other.
 *
 * <p>Both sides decide by the same rules which cluster gives way ({@link ClusterComparison}). But
 * where a member is in both lists, one list is out of date, and that member decides.
 */
public final class Merging extends AbstractBehavior<Command> {

  /** The name of the actor under the user guardian. */
  public static final String ACTOR = "merging";

  private record Found(Peers peers, Throwable failure) implements Command {}

  private record Quarantined(ThisActorSystemQuarantinedEvent event) implements Command {}

  private enum Search implements Command {
    INSTANCE
  }

  /** After so many searches without it, a difference is forgotten. */
  private static final int SEARCHES_REMEMBERED = 30;

  /** Longer than a new connection takes, and shorter than TCP may wait on a dead one. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  private final TimerScheduler<Command> timers;
  private final NodeContext node;
  private final Cluster cluster;
  private final Member self;
  private final long meetingsBefore;
  private final Duration memory;
  private final ClusterDifferences differences;

  /** When the first message was sent to each node that has answered none since. */
  private final Map<Address, Long> unanswered = new HashMap<>();

  public static Behavior<Command> create(NodeContext node) {
    long meetings = node.discovery().meetings(); // A restarted actor must keep this number.
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Merging(context, timers, node, meetings)));
  }

  private Merging(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeContext node,
      long meetingsBefore) {
    super(context);
    context.setLoggerName(Merging.class);
    this.timers = timers;
    this.node = node;
    this.cluster = Cluster.get(context.getSystem());
    this.self = cluster.selfMember();
    this.meetingsBefore = meetingsBefore;
    this.memory = node.settings().contactInterval().multipliedBy(SEARCHES_REMEMBERED);
    this.differences = new ClusterDifferences(memory);
    searchLater();
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
        .onMessage(Search.class, m -> onSearch())
        .onMessage(Found.class, this::onFound)
        .onMessage(Meet.class, this::onMeet)
        .onMessage(GiveWay.class, this::onGiveWay)
        .onMessage(Quarantined.class, this::onQuarantined)
        .build();
  }

  private Behavior<Command> searchLater() {
    timers.startSingleTimer(Search.INSTANCE, node.settings().contactInterval());
    return this;
  }

  private Behavior<Command> onSearch() {
    unanswered.values().removeIf(since -> Elapsed.isOver(since, memory));
    if (!isMember()) {
      return searchLater();
    }
    Executor blocking =
        getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    getContext().pipeToSelf(node.discovery().find(present(), blocking), Found::new);
    return this;
  }

  private Behavior<Command> onFound(Found found) {
    if (found.failure() != null) {
      getContext().getLog().warn("cannot look for other nodes", found.failure());
    } else if (isMember()) {
      found.peers().addresses().forEach(this::meet);
    }
    return searchLater();
  }

  private Set<String> present() {
    Set<String> present = new HashSet<>();
    members().values().forEach(member -> present.add(PeerAddress.hostAndPort(member.address())));
    reachable().forEach(peer -> present.add(peer.hostAndPort()));
    return present;
  }

  // If a link was broken for long, what is sent over it may wait in TCP for up to two minutes.
  private void meet(Address other) {
    if (Elapsed.isOver(unanswered.computeIfAbsent(other, o -> System.nanoTime()), ANSWER_TIMEOUT)) {
      unanswered.remove(other);
      node.outbound().cut(PeerAddress.hostAndPort(other));
    }
    mergingAt(other.toString()).tell(meet(false));
  }

  private Behavior<Command> onMeet(Meet meet) {
    Address other = meet.merging().path().address();
    unanswered.remove(other);
    if (!isMember()) {
      return this;
    }
    Map<Long, Member> ours = members();
    Side theirSide = new Side(meet.incarnation(), Set.copyOf(meet.members()), meet.isNew());
    Side ourSide = new Side(incarnation(), ours.keySet(), isNew());
    ClusterComparison comparison = new ClusterComparison(ourSide, theirSide);
    if (comparison.isOneCluster()) {
      differences.remove(meet.incarnation());
      return this;
    }
    boolean isLasting = differences.isLasting(meet.incarnation()) || comparison.isCertain();
    Stream<Peer> common =
        reachable().filter(peer -> theirSide.members().contains(peer.incarnation()));
    Optional<Peer> judge = comparison.areApart() ? common.findAny() : Optional.empty();
    if (isLasting && judge.isPresent()) {
      mergingAt(judge.get().address()).tell(meet); // The common member knows its own cluster.
    } else if (isLasting && comparison.doWeGiveWay()) {
      return giveWay(ours, theirSide.members(), other);
    } else if (!meet.isAnswer()) {
      meet.merging().tell(meet(true));
    }
    return this;
  }

  private Stream<Peer> reachable() {
    return node.view().get().nodes().values().stream().filter(Peer::isReachable);
  }

  private Behavior<Command> onGiveWay(GiveWay message) {
    return message.incarnation() == incarnation() && isMember()
        ? PeerAddress.parse(message.address()).map(this::giveWayTo).orElse(this)
        : this;
  }

  // A node that has quarantined this one takes no more messages from it.
  private Behavior<Command> onQuarantined(Quarantined message) {
    if (isMember()) {
      return giveWayTo(message.event().remoteAddress().address());
    }
    getContext().getSystem().terminate();
    return this;
  }

  private Behavior<Command> giveWay(Map<Long, Member> ours, Set<Long> theirs, Address other) {
    String hostAndPort = PeerAddress.hostAndPort(other);
    ours.forEach(
        (incarnation, member) -> {
          if (!theirs.contains(incarnation) && incarnation != incarnation()) {
            mergingAt(member.address().toString()).tell(new GiveWay(incarnation, hostAndPort));
          }
        });
    return giveWayTo(other);
  }

  // The ActorSystem ends when it finds itself downed, and the node starts another one.
  private Behavior<Command> giveWayTo(Address other) {
    getContext().getLog().warn("leaves its cluster for the one of {}", other);
    node.discovery().prefer(other, isNew());
    cluster.manager().tell(Down.apply(self.address()));
    return Behaviors.ignore();
  }

  private Meet meet(boolean isAnswer) {
    List<Long> members = List.copyOf(members().keySet());
    return new Meet(
        node.settings().name(), incarnation(), members, isNew(), isAnswer, getContext().getSelf());
  }

  private boolean isNew() {
    return node.discovery().meetings() == meetingsBefore;
  }

  private boolean isMember() {
    return members().containsKey(incarnation());
  }

  private Map<Long, Member> members() {
    return Members.byIncarnation(cluster.state());
  }

  private long incarnation() {
    return self.uniqueAddress().longUid();
  }

  private ActorRef<Command> mergingAt(String address) {
    return ActorRefResolver.get(getContext().getSystem())
        .resolveActorRef(address + "/user/" + ACTOR);
  }
}
