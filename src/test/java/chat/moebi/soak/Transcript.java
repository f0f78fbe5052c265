package chat.moebi.soak;

import java.time.Duration;
import java.util.List;

/**
 * Is what one process of a node has sent, shown and said, from its start to its end.
 *
 * @param start the how-manieth process of that node it was
 * @param sendings in the order in which they were sent
 * @param shown in the order in which they were shown
 * @param rejoins how often it said that it had lost the cluster
 * @param strange lines that no program should have written
 */
record Transcript(
    String node,
    int start,
    List<Sending> sendings,
    List<Message> shown,
    int rejoins,
    List<String> strange,
    Ending ending) {

  /** Is what a sender was told of a message. */
  enum Answer {
    /** It was shown. */
    OK,
    /** Nobody knew at first; a note said later that it was shown. */
    LATE,
    /** Nobody knows. */
    UNCONFIRMED,
    /** It was not let through. */
    REFUSED,
    /** The sender ended before it was told. */
    NONE
  }

  /**
   * Is a message with what its sender was told.
   *
   * @param waited how long the sender waited for it, without the time in which it was frozen
   */
  record Sending(Message message, Answer answer, Duration waited) {}

  /** Is what a process was told about its end. */
  enum Told {
    /** It was to go on. */
    NOTHING(-1),
    /** Was told to leave by {@code /quit}. */
    QUIT(0),
    /** Was told to leave by a signal. */
    TERMINATE(143),
    /** Was not told, but ended. */
    KILL(137);

    private final int status;

    Told(int status) {
      this.status = status;
    }

    /** Returns the status with which the process is to end. */
    int status() {
      return status;
    }
  }

  /**
   * Is the end of a process.
   *
   * @param took how long after it was told
   */
  record Ending(Told told, int status, Duration took) {}

  /** Returns how the process is called in reports. */
  String name() {
    return node + "." + start;
  }
}
