package chat.moebi.dispatch;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the work of a selector on one {@link IoThread}, which runs the actors that each piece of
 * work sends messages to before it takes the next piece.
 */
final class IoExecutor extends ThreadPoolExecutor {

  /**
   * Creates an executor.
   *
   * @param threads returns an {@link IoThread}
   */
  IoExecutor(ThreadFactory threads) {
    super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable work) {
    ((IoThread) thread).begin();
  }

  @Override
  protected void afterExecute(Runnable work, Throwable failure) {
    ((IoThread) Thread.currentThread()).follow();
  }
}
