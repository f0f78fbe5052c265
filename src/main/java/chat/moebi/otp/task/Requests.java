package chat.moebi.otp.task;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers what is asked of supervisors. */
final class Requests {

  // Random, lest a late reply to one of a former start of this program pass for a new one's.
  private static final AtomicLong LAST = new AtomicLong(ThreadLocalRandom.current().nextLong());

  private Requests() {}

  static long next() {
    return LAST.incrementAndGet();
  }
}
