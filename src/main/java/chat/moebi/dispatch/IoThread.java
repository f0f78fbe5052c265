package chat.moebi.dispatch;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * A thread that waits for sockets or for an output, and runs the actors that its work sends
 * messages to. To wake another thread would take longer than the actors' work itself.
 *
 * <p>After each piece of work, the thread runs actors for one millisecond at most and leaves the
 * rest to a pool, so that its own work is not kept waiting. On a busy machine with long texts to
 * encrypt, an actor may run for more than 5 ms. Then the thread leaves all actors to the pool for
 * 100 ms: the time to wake a thread matters less than that many threads share the work.
 */
final class IoThread extends Thread {

  private static final long SLICE_NANOS = 1_000_000;
  private static final long LONG_NANOS = 5_000_000;
  private static final long REST_NANOS = 100_000_000;

  /**
   * Work for an actor.
   *
   * @param pool runs the work if this thread does not, and handles its failure
   */
  private record Piece(Runnable work, Executor pool) {
    void leave(Runnable toDo) {
      try {
        pool.execute(toDo);
      } catch (RejectedExecutionException e) {
        // The ActorSystem has ended, and nobody waits for the work.
      }
    }
  }

  private final ArrayDeque<Piece> following = new ArrayDeque<>();

  private final LongSupplier clock;
  private boolean isAtWork;
  private long restsUntil;
  private long rounds;

  /**
   * Creates a daemon thread.
   *
   * @param clock returns the time in nanoseconds, like {@link System#nanoTime}
   */
  IoThread(Runnable work, String name, LongSupplier clock) {
    super(work, name);
    this.clock = clock;
    this.restsUntil = clock.getAsLong();
    setDaemon(true);
  }

  /**
   * Creates a thread with the name and the handler of uncaught exceptions of a thread of Akka's.
   */
  static IoThread like(Thread model, Runnable work) {
    IoThread thread = new IoThread(work, model.getName(), System::nanoTime);
    thread.setUncaughtExceptionHandler(model.getUncaughtExceptionHandler());
    thread.setContextClassLoader(model.getContextClassLoader());
    return thread;
  }

  /**
   * Accepts actors from now on, unless a long actor has sent all actors to the pool for now. Only
   * this thread calls it.
   */
  void begin() {
    isAtWork = clock.getAsLong() - restsUntil >= 0;
  }

  /** Accepts no actors until {@link #begin}. Only this thread calls it. */
  void pause() {
    isAtWork = false;
  }

  /**
   * Accepts an actor's work to run after the present piece of work; returns false if the pool has
   * to run it. Only this thread calls it.
   */
  boolean take(Runnable work, Executor pool) {
    if (isAtWork) {
      add(new Piece(work, pool));
    }
    return isAtWork;
  }

  /** Runs the accepted work and what that work leads to. Only this thread calls it. */
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

  /** Returns how often the accepted work was finished or handed over. */
  synchronized long rounds() {
    return rounds;
  }

  /**
   * Leaves the accepted work to the pool, unless that has happened since {@link #rounds} returned
   * this number. Any thread may call it.
   */
  synchronized void handOver(long round) {
    if (round == rounds) {
      rounds++;
      leaveAll();
    }
  }

  private synchronized void add(Piece piece) {
    following.add(piece);
  }

  private synchronized Piece next() {
    return following.poll();
  }

  // Each piece is left to the pool even if another one cannot be: its actor would wait for ever.
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

  private static void attempt(Piece piece) {
    try {
      piece.work().run();
    } catch (Throwable thrown) { // An actor's error, which the pool reports to Akka.
      piece.leave(() -> rethrow(thrown));
    }
  }

  @SuppressWarnings("unchecked") // The error may be of any type, and nothing here handles it.
  private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
