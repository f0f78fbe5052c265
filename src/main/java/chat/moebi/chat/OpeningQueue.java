package chat.moebi.chat;

import java.util.ArrayDeque;
import java.util.Queue;

/** Has work wait, in its order, until the queue is opened; from then on runs it at once. */
final class OpeningQueue {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private volatile boolean isOpen;

  /** Whether nothing waits, and nothing will. */
  boolean isOpen() {
    return isOpen;
  }

  /** Runs work now, or behind the work that waits. */
  void run(Runnable work) {
    synchronized (this) {
      if (!isOpen) {
        waiting.add(work);
        return;
      }
    }
    work.run();
  }

  /** Runs what waits, and what is added meanwhile, in its order. */
  void open() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized Runnable next() {
    isOpen = waiting.isEmpty();
    return waiting.poll();
  }
}
