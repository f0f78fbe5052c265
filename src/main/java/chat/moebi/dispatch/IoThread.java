package chat.moebi.dispatch;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Waits for a socket, a timer or an output, and goes on itself with what follows from it: to wake
 * another thread for that would take longer than the work itself.
 *
 * <p>It goes on for a millisecond at most, and leaves the rest to others: what it waits for is not
 * kept waiting. Where a single piece takes much longer, long texts to encrypt on a busy machine
 * say, it leaves all to others for a while: a wake-up does not matter then, and that many threads
 * get their turn does.
 */
final class IoThread extends Thread {

  private static final long SLICE_NANOS = 1_000_000;
  private static final long LONG_NANOS = 5_000_000;
  private static final long REST_NANOS = 100_000_000;

  /**
   * Is something to do, and who does it if this thread does not.
   *
   * @param others know, too, what to do when it fails
   */
  private record Piece(Runnable work, Executor others) {
    void leave(Runnable toDo) {
      try {
        others.execute(toDo);
      } catch (RejectedExecutionException e) {
        // Its ActorSystem has ended, and nobody waits for it.
      }
    }
  }

  private final ArrayDeque<Piece> following = new ArrayDeque<>();
  private final LongSupplier clock;
  private boolean isAtWork;
  private long restsUntil;
  private long rounds;

  IoThread(Runnable work, String name) {
    this(work, name, System::nanoTime);
  }

  /**
   * Creates a daemon thread.
   *
   * @param clock tells the time in nanoseconds, like {@link System#nanoTime}
   */
  IoThread(Runnable work, String name, LongSupplier clock) {
    super(work, name);
    this.clock = clock;
    this.restsUntil = clock.getAsLong();
    setDaemon(true);
  }

  /** Makes one that is otherwise like one of Akka's, which ends the ActorSystem when it fails. */
  static IoThread like(Thread model, Runnable work) {
    IoThread thread = new IoThread(work, model.getName());
    thread.setUncaughtExceptionHandler(model.getUncaughtExceptionHandler());
    thread.setContextClassLoader(model.getContextClassLoader());
    return thread;
  }

  /** Begins something from which more may follow; for the thread itself. */
  void begin() {
    isAtWork = clock.getAsLong() - restsUntil >= 0;
  }

  /** Takes what follows from what it does, for the thread itself; false if it does nothing now. */
  boolean take(Runnable work, Executor others) {
    if (isAtWork) {
      add(new Piece(work, others));
    }
    return isAtWork;
  }

  /** Does what follows, and what follows from that; for the thread itself. */
  void follow() {
    try {
      followForASlice();
    } finally {
      isAtWork = false;
      handOver(rounds());
    }
  }

  private void followForASlice() {
    long last = clock.getAsLong();
    long end = last + SLICE_NANOS;
    Piece piece = next();
    while (piece != null) {
      attempt(piece);
      long now = clock.getAsLong();
      if (now - last > LONG_NANOS) {
        restsUntil = now + REST_NANOS;
      }
      last = now;
      piece = now - end > 0 ? null : next();
    }
  }

  /** Counts how often what follows was done, or handed over. */
  synchronized long rounds() {
    return rounds;
  }

  /** Has others do what follows, if that was not done since. */
  synchronized void handOver(long round) {
    if (round == rounds) {
      rounds++;
      leaveAll();
    }
  }

  // Whatever becomes of one: the others are actors that would wait for ever.
  private void leaveAll() {
    Throwable failure = null;
    for (Piece piece = following.poll(); piece != null; piece = following.poll()) {
      try {
        piece.leave(piece.work());
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
    if (failure != null) {
      rethrow(failure);
    }
  }

  private synchronized void add(Piece piece) {
    following.add(piece);
  }

  private synchronized Piece next() {
    return following.poll();
  }

  private static void attempt(Piece piece) {
    try {
      piece.work().run();
    } catch (Throwable thrown) { // It is an error in an actor, and says nothing of this thread.
      piece.leave(() -> rethrow(thrown));
    }
  }

  @SuppressWarnings("unchecked") // It may be of any type, and nobody here could handle it.
  private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
