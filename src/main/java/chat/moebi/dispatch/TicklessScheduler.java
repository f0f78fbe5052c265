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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

  /** From here on intervals are counted. */
  private static final long BEGIN = System.nanoTime();

  private final LoggingAdapter log;
  private final ScheduledThreadPoolExecutor timer;

  /** What the thread is doing now. */
  private final ThreadLocal<Task> current = new ThreadLocal<>();

  /**
   * What is to be done at the end if its time has not come by then, as Akka's dispatchers ask for.
   */
  private final Set<Task> last = ConcurrentHashMap.newKeySet();

  /** Is called by Akka. */
  public TicklessScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    this.log = log;
    this.timer = new Timer(work -> IoThread.like(threads.newThread(work), work));
  }

  /**
   * Has something done after a delay.
   *
   * <p>Work that schedules itself again with the same delay, as all does that Akka repeats with a
   * fixed one, is done at multiples of it. So what has the same interval, or a multiple of it, is
   * done in one wake-up, whenever it was begun; the next time may come half an interval sooner or
   * later than it was told to.
   */
  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable work, ExecutionContext executor) {
    long nanos = delay.toNanos();
    boolean isAgain = nanos > 0 && isDoing(work, nanos);
    Task task = new Task(work, executor, nanos);
    if (nanos <= 0 && !timer.isShutdown()) {
      task.due();
      return task;
    }
    if (work instanceof TaskRunOnClose) {
      last.add(task);
    }
    begin(task, isAgain ? untilNextOf(nanos) : nanos);
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
      try {
        task.doNow();
      } catch (RuntimeException e) {
        log.error(e, "cannot do what is to be done at the end");
      }
    }
  }

  private boolean isDoing(Runnable work, long delay) {
    Task task = current.get();
    return task != null && task.work == work && task.delay == delay;
  }

  /** Returns how long it is to that multiple of an interval which is nearest to one from now. */
  private static long untilNextOf(long interval) {
    long now = System.nanoTime() - BEGIN;
    long earliest = now + interval / 2;
    return (earliest + interval - 1) / interval * interval - now;
  }

  private void begin(Task task, long nanos) {
    try {
      task.timeout = timer.schedule(task::due, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      last.remove(task);
      String ended = "cannot schedule: the ActorSystem has ended";
      throw new IllegalStateException(ended, new SchedulerException(ended));
    }
  }

  private enum State {
    WAITING,
    BEGUN,
    CANCELLED
  }

  private class Task implements Cancellable {
    final Runnable work;
    private final ExecutionContext executor;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final long delay;
    private volatile Future<?> timeout;

    Task(Runnable work, ExecutionContext executor, long delay) {
      this.work = work;
      this.executor = executor;
      this.delay = delay;
    }

    /** Has it done by its executor, unless it has begun or was cancelled. */
    void due() {
      if (leaves(State.BEGUN)) {
        execute(this::run);
      }
    }

    private void run() {
      Task outer = current.get();
      current.set(this);
      try {
        work.run();
      } finally {
        if (outer == null) {
          current.remove();
        } else {
          current.set(outer);
        }
      }
    }

    /** Does it in this thread, unless it has begun or was cancelled. */
    final void doNow() {
      if (leaves(State.BEGUN)) {
        work.run();
      }
    }

    final void execute(Runnable work) {
      try {
        executor.execute(work);
      } catch (RuntimeException e) {
        executor.reportFailure(e);
      }
    }

    private boolean leaves(State next) {
      last.remove(this);
      return state.compareAndSet(State.WAITING, next);
    }

    // True means that it is not done; Akka counts on that.
    @Override
    public boolean cancel() {
      boolean isInTime = leaves(State.CANCELLED);
      Future<?> waits = timeout;
      if (isInTime && waits != null) {
        waits.cancel(false);
      }
      return isInTime;
    }

    @Override
    public boolean isCancelled() {
      return state.get() == State.CANCELLED;
    }
  }

  /** Is done again and again, each time that long after the time before, not after the work. */
  private final class RepeatedTask extends Task {
    private final long interval;
    private long time;

    RepeatedTask(Runnable work, ExecutionContext executor, long first, long interval) {
      super(work, executor, first);
      this.interval = interval;
      this.time = System.nanoTime() + first;
    }

    @Override
    void due() {
      execute(this::doOnce);
    }

    private void doOnce() {
      if (!isCancelled()) {
        try {
          work.run();
        } catch (SchedulerException e) {
          cancel(); // Whom it is to tell has ended.
        }
        again();
      }
    }

    private void again() {
      time += interval;
      try {
        if (!isCancelled()) {
          begin(this, time - System.nanoTime());
        }
      } catch (IllegalStateException e) {
        cancel(); // The ActorSystem has ended.
      }
    }
  }

  private static final class Timer extends ScheduledThreadPoolExecutor {
    Timer(ThreadFactory threads) {
      super(1, threads);
      setRemoveOnCancelPolicy(true);
      setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
      ((IoThread) thread).begin();
    }

    @Override
    protected void afterExecute(Runnable work, Throwable failure) {
      IoThread thread = (IoThread) Thread.currentThread();
      thread.follow();
      if (work instanceof Future<?> done && done.isDone() && !done.isCancelled()) {
        try {
          done.get();
        } catch (ExecutionException e) { // An Error: Akka knows what to do.
          thread.getUncaughtExceptionHandler().uncaughtException(thread, e.getCause());
        } catch (InterruptedException e) {
          thread.interrupt();
        }
      }
    }
  }
}
