package chat.moebi.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import java.time.Duration;

/**
 * Is what a directory knows of another node, from the first word of it until it is removed; decides
 * whether it can be reached.
 *
 * <p>It can once it was heard, and until it is gone or silent. Silent is a node in doubt that
 * leaves hellos unanswered: this node's failure detector, gossip, or a hello that is unanswered for
 * long starts the doubt, and only an answer settles it, which shows that messages pass in both
 * directions. Heartbeats have a connection of their own and do not show it. Gossip alone would keep
 * a node unreachable whose observer died.
 */
final class KnownNode {

  /** After this a contest is a former one, which nobody has settled. */
  private static final Duration ONE_CONTEST = Duration.ofSeconds(5);

  /**
   * After this an unanswered hello is itself a reason for doubt: the connection for messages may be
   * dead while the one for heartbeats is not. Long, since a hello waits behind what is being sent.
   */
  private static final Duration LONG_UNANSWERED = Duration.ofSeconds(20);

  final NodeName name;
  final long incarnation;
  final Address address;

  /** Whoever is at its address now: it may be dead, and another one there says so. */
  final ActorRef<MembershipProtocol.Command> directory;

  /** Gossip has brought it; so it can be downed. */
  boolean isMember;

  /** It is of this node's registry, which knows whether it lives. */
  boolean isOfThisRegistry;

  /** Another member called it unreachable. */
  boolean isCalledUnreachable;

  /** It has answered this node's hello: so it knows this node too. */
  boolean hasAnswered;

  /** It is leaving, dead or downed. */
  boolean isGone;

  /** The user was told that it joined, and not yet that it went. */
  boolean isAnnounced;

  /** What came of the last look at it. */
  boolean isReachable;

  /** Whether the connections to it are to be replaced, while it is silent. */
  final FreshConnection freshConnection;

  private final AwakeTime time;
  private final long since;
  private boolean wasHeard;
  private long lastHeard;
  private boolean isDoubted;
  private long doubtedSince;
  private boolean isDowned;
  private long downedAt;
  private boolean isContested;
  private long contestedSince;
  private long greetedAt;
  private boolean isAsked;
  private long askedAt;
  private boolean isKnockedAt;
  private long knockedAt;

  KnownNode(
      NodeName name,
      long incarnation,
      Address address,
      ActorRef<MembershipProtocol.Command> directory,
      AwakeTime time) {
    this.name = name;
    this.incarnation = incarnation;
    this.address = address;
    this.directory = directory;
    this.time = time;
    this.since = time.nanos();
    this.knockedAt = since;
    this.freshConnection = new FreshConnection(time);
  }

  /** Notes that a hello, or the answer to one, has come from it. */
  void heard() {
    wasHeard = true;
    lastHeard = time.nanos();
  }

  /**
   * Notes that it has answered a hello. An answer that was long on its way tells of former days.
   *
   * @param greetedAt when that hello was sent; 0 if the node is of a release that does not tell
   * @param limit how long an answer may take to count
   */
  void answered(long greetedAt, Duration limit) {
    heard();
    hasAnswered = true;
    if (greetedAt == 0 || !time.isOver(greetedAt, limit)) {
      isAsked = false;
      freshConnection.settled();
    }
  }

  /** Notes whether there is reason for doubt; returns whether the doubt is new. */
  boolean doubt(boolean isReason) {
    boolean isLong = hasAnswered && isAskedFor(LONG_UNANSWERED);
    boolean isNew = (isReason || isLong) && !isDoubted;
    if (isNew) {
      doubtedSince = time.nanos();
    }
    isDoubted = isReason || isLong || (isDoubted && isAsked);
    return isNew;
  }

  /** Tells whether there is a doubt about it. */
  boolean isDoubted() {
    return isDoubted;
  }

  /** Tells whether it has left hellos unanswered for longer than the limit, while in doubt. */
  boolean isSilent(Duration limit) {
    return isDoubted && isAsked && time.isOver(Math.max(askedAt, doubtedSince), limit);
  }

  /** Notes that it was downed, by this node or another. */
  void downed() {
    if (!isDowned) {
      isDowned = true;
      downedAt = time.nanos();
    }
  }

  /** Tells whether it was downed. */
  boolean isDowned() {
    return isDowned;
  }

  /** Tells whether it was downed longer than the limit ago. */
  boolean isDownedFor(Duration limit) {
    return isDowned && time.isOver(downedAt, limit);
  }

  /** Notes that it is greeted; returns the time, which its answer repeats. */
  long greeted() {
    greetedAt = time.nanos();
    if (!isAsked) {
      isAsked = true;
      askedAt = greetedAt;
    }
    return greetedAt;
  }

  /** Whether a hello to the node is unanswered. */
  boolean isAsked() {
    return isAsked;
  }

  /** Whether a hello to the node has been unanswered for longer than the limit. */
  boolean isAskedFor(Duration limit) {
    return isAsked && time.isOver(askedAt, limit);
  }

  /** Tells whether it was greeted longer than the limit ago. */
  boolean isGreetedBefore(Duration limit) {
    return time.isOver(greetedAt, limit);
  }

  /** Notes that one knocks at its door; returns whether that is due. */
  boolean knock(Duration interval) {
    boolean isDue = !isKnockedAt && time.isOver(knockedAt, interval);
    isKnockedAt = isKnockedAt || isDue;
    return isDue;
  }

  /** Notes that the knocking was answered, or not. */
  void knocked() {
    isKnockedAt = false;
    knockedAt = time.nanos();
  }

  /** Notes that another node wants its name: it must be heard from now on to keep it. */
  void contest() {
    if (!isContested || time.isOver(contestedSince, ONE_CONTEST)) {
      isContested = true;
      contestedSince = time.nanos();
    }
  }

  /** Tells whether it was heard since its name was contested; then that is settled. */
  boolean hasDefended() {
    boolean has = wasHeard && lastHeard - contestedSince > 0;
    isContested = isContested && !has;
    return has;
  }

  /** Tells whether it has not been heard for longer than the limit though its name is wanted. */
  boolean hasForfeited(Duration limit) {
    return isContested && !hasDefended() && time.isOver(contestedSince, limit);
  }

  /** Tells whether messages may be sent to it. */
  boolean canBeReached(Duration helloTimeout) {
    return wasHeard && !isGone && !isSilent(helloTimeout);
  }

  /** Tells whether it fell silent longer than the limit ago and gossip has still not brought it. */
  boolean isUnconfirmed(Duration limit) {
    return !isMember && time.isOver(wasHeard ? lastHeard : since, limit);
  }

  /**
   * Tells whether the user should see it: not in the first moment, in which it cannot have
   * answered.
   */
  boolean isVisible(Duration helloTimeout) {
    return !isGone && (wasHeard || time.isOver(since, helloTimeout));
  }

  /** Describes it for a view. */
  Peer peer() {
    Status status = isReachable ? Status.UP : Status.UNREACHABLE;
    return new Peer(name, incarnation, address.toString(), status);
  }
}
