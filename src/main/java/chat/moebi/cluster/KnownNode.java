package chat.moebi.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.cluster.Member;
import chat.moebi.cluster.AwakeTime.Stopwatch;
import chat.moebi.cluster.MembershipProtocol.Command;
import chat.moebi.cluster.Presence.Change;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What this node knows of one incarnation of another node, from its first hello or gossip until it
 * is removed.
 *
 * <p>A node can be reached from the first message that was heard from it until it is gone or
 * silent. It is silent if it is suspected and leaves hellos unanswered. The failure detector,
 * gossip or a hello that was unanswered for long start a suspicion, and only an answer ends it,
 * because an answer shows that messages pass in both directions. Heartbeats have a connection of
 * their own and do not show it. Gossip alone keeps a node unreachable whose observer dies.
 */
final class KnownNode {

  /** How far the contact with the node has got. */
  private enum Contact {
    FOUND,
    HEARD,
    ANSWERED,
    GONE
  }

  /** Whether the node keeps its name although another node wants it. */
  enum Contest {
    UNDECIDED,
    KEPT,
    LOST
  }

  /** How long a contest for the name may stay undecided. */
  private static final Duration CONTEST_LIMIT = Duration.ofSeconds(5);

  /**
   * A hello unanswered for so long starts a suspicion: the connection for messages may be dead
   * while the one for heartbeats is not. Long, because a hello waits behind other messages.
   */
  private static final Duration LONG_UNANSWERED = Duration.ofSeconds(20);

  final NodeName name;
  final long incarnation;
  final Address address;

  /** The actor at the node's address, perhaps of a later incarnation, which then says so. */
  final ActorRef<Command> membership;

  final FreshConnection freshConnection;

  /** The node as gossip describes it; null until gossip has brought it. */
  Member member;

  /** When the last hello was sent that the node has answered. */
  long lastAnswered = Long.MIN_VALUE;

  /** The rooms that the node was in when it was last heard. */
  SortedSet<RoomName> rooms = Collections.emptySortedSet();

  /** When that was, by the node's own clock. */
  long roomsAt;

  private final AwakeTime time;
  private final Duration helloTimeout;
  private Contact contact = Contact.FOUND;

  /** The last announcement to the user; null before the first and after the node's end. */
  private Change announced;

  /** Since the last message from the node, or since the node was found. */
  private final Stopwatch lastHeard;

  final Stopwatch lastHello;

  /** Since the first hello that has no answer yet. */
  final Stopwatch unanswered;

  final Stopwatch suspected;

  /** Since this node or another one downed the node. */
  final Stopwatch downed;

  private final Stopwatch contested;

  KnownNode(
      NodeName name,
      long incarnation,
      Address address,
      ActorRef<Command> membership,
      Duration helloTimeout,
      AwakeTime time) {
    this.name = name;
    this.incarnation = incarnation;
    this.address = address;
    this.membership = membership;
    this.helloTimeout = helloTimeout;
    this.time = time;
    this.freshConnection = new FreshConnection(time);
    this.lastHeard = time.stopwatch();
    this.lastHello = time.stopwatch();
    this.unanswered = time.stopwatch();
    this.suspected = time.stopwatch();
    this.downed = time.stopwatch();
    this.contested = time.stopwatch();
    lastHeard.start();
  }

  /** Notes a message from the node. */
  void heard() {
    lastHeard.start();
    if (contact == Contact.FOUND) {
      contact = Contact.HEARD;
    }
  }

  /** Notes an answer to a hello; a late one does not show that the node answers now. */
  void answered(long sentAt) {
    heard();
    lastAnswered = sentAt;
    if (contact == Contact.HEARD) {
      contact = Contact.ANSWERED;
    }
    if (!time.isOver(sentAt, helloTimeout.multipliedBy(2))) {
      unanswered.stop();
      freshConnection.settled();
    }
  }

  /** Notes a hello to the node; returns the time, which the answer repeats. */
  long helloSent() {
    lastHello.start();
    unanswered.startIfStopped();
    return lastHello.startedAt();
  }

  /** Returns whether the node has never answered, or is suspected, or owes an answer for long. */
  boolean needsHello() {
    return !hasAnswered() || suspected.isRunning() || unanswered.isOver(helloTimeout);
  }

  /** Returns whether the node has answered a hello, so that it knows this node too. */
  boolean hasAnswered() {
    return contact.compareTo(Contact.ANSWERED) >= 0;
  }

  /** Returns whether the start of this node need not wait for an answer. */
  boolean isSettled() {
    return hasAnswered() || isSilent();
  }

  /** Starts, keeps or ends the suspicion; returns whether one started. */
  boolean updateSuspicion(boolean isReason) {
    if (isReason || (hasAnswered() && unanswered.isOver(LONG_UNANSWERED))) {
      return suspected.startIfStopped();
    } else if (!unanswered.isRunning()) {
      suspected.stop();
    }
    return false;
  }

  /** Returns whether the node counts as silent. */
  boolean isSilent() {
    return isSilentFor(helloTimeout);
  }

  /** Returns whether the node has left hellos unanswered for so long while it was suspected. */
  boolean isSilentFor(Duration limit) {
    return suspected.isOver(limit) && unanswered.isOver(limit);
  }

  /** Returns whether messages can be sent to the node. */
  boolean isReachable() {
    return (contact == Contact.HEARD || contact == Contact.ANSWERED) && !isSilent();
  }

  /** Notes that the node left, died or was downed. */
  void markGone() {
    contact = Contact.GONE;
  }

  boolean isGone() {
    return contact == Contact.GONE;
  }

  /** Another node wants the name: this one keeps it if it is heard from now on. */
  Contest contest() {
    if (!isContested()) {
      contested.start();
    }
    if (lastHeard.startedAt() > contested.startedAt()) {
      contested.stop();
      return Contest.KEPT;
    }
    return contested.isOver(helloTimeout) ? Contest.LOST : Contest.UNDECIDED;
  }

  boolean isContested() {
    return contested.isRunning() && !contested.isOver(CONTEST_LIMIT);
  }

  /** Returns whether gossip has not brought the node so long after the last message from it. */
  boolean isUnconfirmed(Duration limit) {
    return member == null && lastHeard.isOver(limit);
  }

  /** Returns whether the view shows the node: not before it has had the time to answer. */
  boolean isVisible() {
    return !isGone() && (contact != Contact.FOUND || lastHeard.isOver(helloTimeout));
  }

  boolean isAnnounced() {
    return announced != null;
  }

  /** Returns what to announce now. A hello may name any node, so only members are announced. */
  Optional<Change> nextAnnouncement() {
    boolean isReachable = isReachable();
    boolean wasReachable = isAnnounced() && announced != Change.UNREACHABLE;
    if (isReachable == wasReachable || member == null || isGone()) {
      return Optional.empty();
    }
    Change back = isAnnounced() ? Change.BACK : Change.JOINED;
    announced = isReachable ? back : Change.UNREACHABLE;
    return Optional.of(announced);
  }

  /** Ends the announcements; returns whether the node's end is to be announced. */
  boolean endAnnouncements() {
    boolean wasAnnounced = isAnnounced();
    announced = null;
    return wasAnnounced;
  }

  Peer peer() {
    Status status = isReachable() ? Status.UP : Status.UNREACHABLE;
    return new Peer(name, incarnation, address.toString(), status, rooms);
  }
}
