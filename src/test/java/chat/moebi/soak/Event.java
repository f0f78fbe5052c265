package chat.moebi.soak;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault, or the repair of one.
 *
 * @param at the time since all nodes were ready for the first time
 * @param subject a node or a host
 * @param object the other host, if the link between two hosts is affected; else empty
 */
record Event(Duration at, Kind kind, String subject, String object) {

  enum Kind {
    /** Starts a process of a node that has none. */
    START,
    /** Kills a node's process with SIGKILL. */
    KILL,
    /** Stops a node with SIGTERM. */
    TERMINATE,
    /** Stops a node with {@code /quit}. */
    QUIT,
    /** Freezes a node's process with SIGSTOP. */
    FREEZE,
    /** Resumes a node's process with SIGCONT. */
    THAW,
    /** Disconnects a host from the network. */
    CUT,
    /** Connects a host to the network again. */
    HEAL,
    /** Drops all packets from one host to another. */
    BLACKHOLE,
    /** Stops dropping the packets from one host to another. */
    UNBLACKHOLE,
    /** Drops all packets of the current connections between two hosts; new connections work. */
    FORGET,
    /** Gives a host a new address under the same name. */
    MOVE
  }

  @Override
  public String toString() {
    String what = kind.name().toLowerCase(Locale.ROOT) + " " + subject;
    return "%6.1f s  %s".formatted(at.toMillis() / 1000.0, what)
        + (object.isEmpty() ? "" : " to " + object);
  }
}
