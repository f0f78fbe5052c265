package chat.moebi.dispatch;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.actor.Scheduler.TaskRunOnClose;
import akka.actor.SchedulerException;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Waits for the next time at which something is to be done, and goes on itself with what follows
 * from it.
 *
 * <p>Akka's own scheduler looks every few milliseconds whether it is time, and wakes another thread
 * when it is: an idle node would do little else.
 */
public final class TicklessScheduler extends AbstractScheduler implements Closeable {

  private static final double MOST_PER_SECOND = 1000;

  private static final Cancellable NOT_CANCELLED =
      new Cancellable() {
        @Override
        public boolean cancel() {
          return false;
        }

        @Override
        public boolean isCancelled() {
          return false;
        }
      };

  private final ScheduledThreadPoolExecutor timer = new Timer();

  /**
   * What has to be done at the end, if its time has not come by then: Akka's dispatchers count on
   * it.
   */
  private final Set<Task> last = ConcurrentHashMap.newKeySet();

  /** Is called by Akka. */
  public TicklessScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable work, ExecutionContext executor) {
    Task task = new Task(work, executor);
    if (delay.length() <= 0 && !timer.isShutdown()) {
      task.execute(work);
      return NOT_CANCELLED;
    }
    if (work instanceof TaskRunOnClose) {
      last.add(task);
    }
    begin(task, delay.toNanos());
    return task;
  }

  @Override
  @SuppressWarnings("deprecation") // It is for those who call it, and what others are made of.
  public Cancellable schedule(
      FiniteDuration first, FiniteDuration interval, Runnable work, ExecutionContext executor) {
    RepeatedTask task = new RepeatedTask(work, executor, first.toNanos(), interval.toNanos());
    begin(task, first.toNanos());
    return task;
  }

  @Override
  public double maxFrequency() {
    return MOST_PER_SECOND;
  }

  @Override
  public void close() {
    timer.shutdown();
    for (Task task : last) {
      if (last.remove(task)) {
        task.work.run();
      }
    }
  }

  private void begin(Task task, long nanos) {
    try {
      task.future = timer.schedule(task::due, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      last.remove(task);
      String ended = "cannot schedule: the ActorSystem has ended";
      throw new IllegalStateException(ended, new SchedulerException(ended));
    }
  }

  private class Task implements Cancellable {
    final Runnable work;
    private final ExecutionContext executor;
    private volatile Future<?> future;

    Task(Runnable work, ExecutionContext executor) {
      this.work = work;
      this.executor = executor;
    }

    void due() {
      if (!(work instanceof TaskRunOnClose) || last.remove(this)) {
        execute(work);
      }
    }

    final void execute(Runnable work) {
      try {
        executor.execute(work);
      } catch (RuntimeException e) {
        executor.reportFailure(e);
      }
    }

    @Override
    public boolean cancel() {
      last.remove(this);
      return future.cancel(false);
    }

    @Override
    public boolean isCancelled() {
      return future.isCancelled();
    }
  }

  /** Is done again and again, each time that long after the time before, not after the work. */
  private final class RepeatedTask extends Task {
    private final long interval;
    private long time;
    private volatile boolean isCancelled;

    RepeatedTask(Runnable work, ExecutionContext executor, long first, long interval) {
      super(work, executor);
      this.interval = interval;
      this.time = System.nanoTime() + first;
    }

    @Override
    void due() {
      execute(this::doOnce);
    }

    private void doOnce() {
      try {
        work.run();
        time += interval;
        if (!isCancelled) {
          begin(this, time - System.nanoTime());
        }
        if (isCancelled) {
          super.cancel();
        }
      } catch (SchedulerException e) {
        isCancelled = true; // Whom it is to tell has ended.
      } catch (IllegalStateException e) {
        if (!(e.getCause() instanceof SchedulerException)) {
          throw e;
        }
      }
    }

    @Override
    public boolean cancel() {
      boolean isNew = !isCancelled;
      isCancelled = true;
      super.cancel();
      return isNew;
    }

    @Override
    public boolean isCancelled() {
      return isCancelled;
    }
  }

  private static final class Timer extends ScheduledThreadPoolExecutor {
    Timer() {
      super(1, work -> new IoThread(work, "scheduler"));
      setRemoveOnCancelPolicy(true);
      setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
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
}
