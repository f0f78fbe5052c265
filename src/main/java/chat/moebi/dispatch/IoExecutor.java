package chat.moebi.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what waits for a socket or an output, one piece of work after the other, on a thread that
 * then goes on with what actors have to do because of it.
 */
public final class IoExecutor extends ThreadPoolExecutor {

  /**
   * After so long what follows is not kept waiting for work that is being done: it may be stuck.
   */
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, Runnable::run);

  private final int most;
  private final Executor later;
  private int done;

  /** The last round of which others do what follows if the thread does not come to it in time. */
  private long arranged = -1;

  /**
   * Makes one with a daemon thread of that name.
   *
   * @param most how many pieces of work are done, if so many wait, before what follows from them:
   *     to go on from many at once costs less for each
   */
  public IoExecutor(String name, int most) {
    this(work -> new IoThread(work, name), most);
  }

  IoExecutor(ThreadFactory threads, int most) {
    this(threads, most, LATER);
  }

  /**
   * Creates an executor whose delay is under control of a test.
   *
   * @param later runs after a delay what hands over to other threads
   */
  IoExecutor(ThreadFactory threads, int most, Executor later) {
    super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    this.most = most;
    this.later = later;
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable work) {
    ((IoThread) thread).begin();
  }

  @Override
  protected void afterExecute(Runnable work, Throwable failure) {
    IoThread thread = (IoThread) Thread.currentThread();
    if (++done >= most || failure != null || getQueue().isEmpty()) {
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
