package chat.moebi.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs the work of a selector or of an output on one thread. With {@code chat.dispatch = spinning},
 * that thread also runs the actors that the work sends messages to; otherwise this is an ordinary
 * executor of one thread.
 */
public final class IoExecutor extends ThreadPoolExecutor {

  /**
   * If the next piece of work takes longer than this, it may be stuck, and a pool runs the actors.
   */
  static final Executor LATER =
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, Runnable::run);

  private final int batch;
  private final Executor later;
  private int done;

  /** The last round of actors for which a hand-over to the pool is scheduled. */
  private long arranged = -1;

  /**
   * Creates an executor with one daemon thread.
   *
   * @param batch how many waiting pieces of work are done before actors run; answers to many texts
   *     at once cost less for each
   */
  public IoExecutor(String name, int batch) {
    this(work -> new IoThread(work, name, System::nanoTime), batch, LATER);
  }

  /**
   * Creates an executor.
   *
   * @param threads returns an {@link IoThread}
   * @param later runs the hand-over to the pool after a delay
   */
  IoExecutor(ThreadFactory threads, int batch, Executor later) {
    super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    this.batch = batch;
    this.later = later;
  }

  /**
   * Runs a part of a piece of work that may wait for actors, on the thread of this executor: the
   * pool runs the actors that this part sends messages to.
   */
  public static <T> T apart(Supplier<T> part) {
    IoThread thread = (IoThread) Thread.currentThread();
    thread.pause();
    try {
      return part.get();
    } finally {
      thread.begin();
    }
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable work) {
    ((IoThread) thread).begin();
  }

  @Override
  protected void afterExecute(Runnable work, Throwable failure) {
    IoThread thread = (IoThread) Thread.currentThread();
    if (++done >= batch || failure != null || getQueue().isEmpty()) {
      done = 0;
      thread.follow();
    } else {
      arrange(thread);
    }
  }

  private void arrange(IoThread thread) {
    long round = thread.rounds();
    if (round != arranged) {
      arranged = round;
      later.execute(() -> thread.handOver(round));
    }
  }
}
