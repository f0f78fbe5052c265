package chat.moebi.otp.task;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers the requests of this program to task supervisors. */
final class RequestIds {

  // The first number is random, so that no late reply to an earlier run of this program fits.
  private static final AtomicLong LAST = new AtomicLong(ThreadLocalRandom.current().nextLong());

  private RequestIds() {}

  /** Returns a number that no other request of this program has. */
  static long next() {
    return LAST.incrementAndGet();
  }
}
