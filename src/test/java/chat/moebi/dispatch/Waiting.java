package chat.moebi.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what other threads do. */
final class Waiting {

  private Waiting() {}

  /** Returns the next of what was done; null for one that is not done within 20 s. */
  static List<String> next(BlockingQueue<String> did, int number) throws InterruptedException {
    List<String> next = new ArrayList<>();
    while (next.size() < number) {
      next.add(did.poll(20, TimeUnit.SECONDS));
    }
    return next;
  }

  /** Waits within what another thread does. */
  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
