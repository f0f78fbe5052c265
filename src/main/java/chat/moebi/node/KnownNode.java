package chat.moebi.node;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import chat.moebi.node.View.Peer;
import chat.moebi.node.View.Status;
import java.time.Duration;

/**
 * Is what a directory knows of another node, from the first word of it until it is removed; decides
 * whether it can be reached.
 *
 * <p>It can once it was heard, and until it is gone or silent. Silent is a node in doubt that
 * leaves hellos unanswered: this node's failure detector, or gossip, starts the doubt, and only
 * being heard settles it. Gossip alone would keep a node unreachable whose observer died.
 */
final class KnownNode {

  /** After this a contest is a former one, which nobody has settled. */
  private static final Duration ONE_CONTEST = Duration.ofSeconds(5);

  final NodeName name;
  final long incarnation;
  final Address address;

  /** Whoever is at its address now: it may be dead, and another one there says so. */
  final ActorRef<Directory.Command> directory;

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

  /** There was no way to its host: what was sent there may wait in TCP for long. */
  boolean isWayBroken;

  private long since = System.nanoTime();
  private boolean wasHeard;
  private long lastHeard;
  private boolean isDoubted;
  private long doubtedSince;
  private boolean isDowned;
  private long downedAt;
  private boolean isContested;
  private long contestedSince;
  private boolean isKnockedAt;
  private long knockedAt;

  KnownNode(
      NodeName name, long incarnation, Address address, ActorRef<Directory.Command> directory) {
    this.name = name;
    this.incarnation = incarnation;
    this.address = address;
    this.directory = directory;
    this.knockedAt = System.nanoTime();
  }

  /** Notes that a hello, or the answer to one, has come from it. */
  void heard() {
    wasHeard = true;
    lastHeard = System.nanoTime();
  }

  /** Notes whether there is reason for doubt; returns whether the doubt is new. */
  boolean doubt(boolean isReason) {
    boolean isNew = isReason && !isDoubted;
    if (isNew) {
      doubtedSince = System.nanoTime();
    }
    isDoubted = isReason;
    return isNew;
  }

  /** Tells whether there is a doubt about it. */
  boolean isDoubted() {
    return isDoubted;
  }

  /** Tells whether it has left hellos unanswered for longer than the limit, while in doubt. */
  boolean isSilent(Duration limit) {
    long from = wasHeard ? Math.max(lastHeard, doubtedSince) : doubtedSince;
    return isDoubted && Elapsed.isOver(from, limit);
  }

  /** Puts all clocks back by so long: this node has slept, and could not have heard the other. */
  void putBack(long nanos) {
    since += nanos;
    lastHeard += nanos;
    doubtedSince += nanos;
    contestedSince += nanos;
    downedAt += nanos;
  }

  /** Notes that it was downed, by this node or another. */
  void downed() {
    if (!isDowned) {
      isDowned = true;
      downedAt = System.nanoTime();
    }
  }

  /** Tells whether it was downed. */
  boolean isDowned() {
    return isDowned;
  }

  /** Tells whether it was downed longer than the limit ago. */
  boolean isDownedFor(Duration limit) {
    return isDowned && Elapsed.isOver(downedAt, limit);
  }

  /** Notes that one knocks at its door; returns whether that is due. */
  boolean knock(Duration interval) {
    boolean isDue = !isKnockedAt && Elapsed.isOver(knockedAt, interval);
    isKnockedAt = isKnockedAt || isDue;
    return isDue;
  }

  /** Notes that the knocking was answered, or not. */
  void knocked() {
    isKnockedAt = false;
    knockedAt = System.nanoTime();
  }

  /** Notes that another node wants its name: it must be heard from now on to keep it. */
  void contest() {
    if (!isContested || Elapsed.isOver(contestedSince, ONE_CONTEST)) {
      isContested = true;
      contestedSince = System.nanoTime();
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
    return isContested && !hasDefended() && Elapsed.isOver(contestedSince, limit);
  }

  /** Tells whether messages may be sent to it. */
  boolean canBeReached(Duration helloTimeout) {
    return wasHeard && !isGone && !isSilent(helloTimeout);
  }

  /** Tells whether it fell silent longer than the limit ago and gossip has still not brought it. */
  boolean isUnconfirmed(Duration limit) {
    return !isMember && Elapsed.isOver(wasHeard ? lastHeard : since, limit);
  }

  /**
   * Tells whether the user should see it: not in the first moment, in which it cannot have
   * answered.
   */
  boolean isVisible(Duration helloTimeout) {
    return !isGone && (wasHeard || Elapsed.isOver(since, helloTimeout));
  }

  /** Describes it for a view. */
  Peer peer() {
    Status status = isReachable ? Status.UP : Status.UNREACHABLE;
    return new Peer(name, incarnation, address.toString(), status);
  }
}
