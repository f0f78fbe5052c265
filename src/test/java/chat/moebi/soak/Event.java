package chat.moebi.soak;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault, or the repair of one.
 *
 * @param at how long after all nodes were ready for the first time
 * @param subject a node, or a host
 * @param object another host, for what concerns the way to it; else empty
 */
record Event(Duration at, Kind kind, String subject, String object) {

  enum Kind {
    /** Starts a process of a node that has none. */
    START,
    /** Ends a node's process by SIGKILL. */
    KILL,
    /** Tells a node to leave by SIGTERM. */
    TERMINATE,
    /** Tells a node to leave by {@code /quit}. */
    QUIT,
    /** Stops a node's process by SIGSTOP. */
    FREEZE,
    /** Lets a node's process go on by SIGCONT. */
    THAW,
    /** Takes a host from the network. */
    CUT,
    /** Puts a host on the network again. */
    HEAL,
    /** Swallows what a host sends to another. */
    BLACKHOLE,
    /** Lets through what a host sends to another. */
    UNBLACKHOLE,
    /** Swallows what belongs to the connections that two hosts have; new ones pass. */
    FORGET,
    /** Gives a host another address behind its name. */
    MOVE
  }

  @Override
  public String toString() {
    String what = kind.name().toLowerCase(Locale.ROOT) + " " + subject;
    return "%6.1f s  %s".formatted(at.toMillis() / 1000.0, what)
        + (object.isEmpty() ? "" : " to " + object);
  }
}
