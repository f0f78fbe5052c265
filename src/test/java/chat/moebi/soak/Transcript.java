package chat.moebi.soak;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one process of a node sent, showed and said, from its start to its end.
 *
 * @param start the number of the process among the processes of that node, from 1
 * @param sendings in the order of sending
 * @param shown in the order in which the messages were shown
 * @param up the time in which the process was ready; empty if it never was
 * @param frozen the times in which it was frozen
 * @param rejoins the times from each loss of the cluster until the process was in one again
 * @param strange lines that no program should have written
 */
record Transcript(
    String node,
    int start,
    List<Sending> sendings,
    List<Showing> shown,
    Optional<Span> up,
    List<Span> frozen,
    List<Span> rejoins,
    List<String> strange,
    Ending ending) {

  /** The result of a message for its sender. */
  enum Answer {
    /** The message was shown. */
    OK,
    /** The message will be shown when both nodes are there. */
    KEPT,
    /** The result was unknown at first; a note said later that the message was shown. */
    LATE,
    /** The result is unknown. */
    UNCONFIRMED,
    /** The message was refused. */
    REFUSED,
    /** The sender ended before it had a result. */
    NONE
  }

  /**
   * A message and its result for the sender.
   *
   * @param waited how long the sender waited for the result, without the time in which it was
   *     frozen
   * @param at when it had the result
   */
  record Sending(Message message, Answer answer, Duration waited, Duration at) {}

  /**
   * A message that was shown.
   *
   * @param isMaybeAgain whether the message is marked as one that may have been shown before
   */
  record Showing(Message message, boolean isMaybeAgain, Duration at) {}

  /** A part of the run; all times count from the begin of the run. */
  record Span(Duration from, Duration to) {
    Duration length() {
      return to.minus(from);
    }
  }

  /** How a process was told to end. */
  enum Told {
    /** It was not told to end. */
    NOTHING(-1),
    /** It was told to leave by {@code /quit}. */
    QUIT(0),
    /** It was told to leave by SIGTERM. */
    TERMINATE(143),
    /** It was killed. */
    KILL(137);

    private final int status;

    Told(int status) {
      this.status = status;
    }

    /** Returns the expected exit status of the process. */
    int status() {
      return status;
    }
  }

  /**
   * The end of a process.
   *
   * @param took the time from the command to end until the end
   */
  record Ending(Told told, int status, Duration took) {}

  /** Returns the name of the process in reports. */
  String name() {
    return node + "." + start;
  }
}
