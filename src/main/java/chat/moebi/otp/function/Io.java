package chat.moebi.otp.function;

import chat.moebi.name.NodeName;

/** The output of a function, and the node on which it runs. */
public interface Io {

  /** The longest line, in bytes of UTF-8. */
  int MAX_LINE_BYTES = 64 * 1024;

  NodeName node();

  /**
   * Writes a line to the function's group leader: the terminal of the shell that spawned it, or,
   * for a supervised task, that of the node whose supervisor runs it.
   *
   * <p>A {@link BlockingFunction} waits until the line was written. Where the leader is gone, the
   * line is dropped.
   *
   * @throws IllegalArgumentException if the line is longer than {@link #MAX_LINE_BYTES}
   */
  void print(String line) throws InterruptedException;
}
