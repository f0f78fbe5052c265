package chat.moebi.otp.process;

import chat.moebi.cluster.Timeouts;
import chat.moebi.otp.function.None;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The next action of a process; each step of a {@link ProcessFunction} returns one. No thread waits
 * between two steps.
 *
 * @param <R> what the function returns in the end
 */
public sealed interface Next<R> {

  /** Ends the process, with a result. */
  record Done<R>(R result) implements Next<R> {}

  /** Ends the process, with a reason. */
  record Exit<R>(ExitReason reason) implements Next<R> {}

  /** Leaves a message in the mailbox. */
  record Skip<R>() implements Next<R> {}

  /**
   * Waits for a message.
   *
   * @param timeout how long to wait; null for ever
   */
  record Receive<R>(Handler<R> handler, Duration timeout, Supplier<Next<R>> onTimeout)
      implements Next<R> {

    /**
     * Takes another step if no message fits in time; {@link Duration#ZERO} does not wait.
     *
     * @throws IllegalArgumentException if the timeout is negative
     */
    public Receive<R> after(Duration timeout, Supplier<Next<R>> onTimeout) {
      return new Receive<>(handler, Timeouts.checked(timeout), onTimeout);
    }
  }

  /**
   * Waits for a value that another thread or an actor passes to a callback; until then, messages
   * stay in the mailbox.
   *
   * @param start begins the work, and returns how to stop it if the process ends first
   */
  record Await<T, R>(Function<Consumer<T>, Runnable> start, Function<T, Next<R>> then)
      implements Next<R> {}

  @FunctionalInterface
  interface Handler<R> {
    /**
     * Returns what to do next, or {@link Next#skip}. A skipped message stays in the mailbox, and
     * the handler gets the next one: Erlang's selective receive.
     */
    Next<R> on(Received received);
  }

  /** Ends the process, with a result: it exits {@code normal}. */
  static <R> Next<R> done(R result) {
    return new Done<>(result);
  }

  /** Ends the process, with nothing to return. */
  static Next<None> done() {
    return new Done<>(None.NONE);
  }

  /** Ends the process, with a reason. */
  static <R> Next<R> exit(ExitReason reason) {
    return new Exit<>(reason);
  }

  /** Leaves the message in the mailbox; only a {@link Handler} may return this. */
  static <R> Next<R> skip() {
    return new Skip<>();
  }

  /** Waits for the oldest message that the handler does not skip, of those that came before too. */
  static <R> Receive<R> receive(Handler<R> handler) {
    return new Receive<>(handler, null, null);
  }

  /** Waits for a value that another thread passes to a callback; see {@link Await}. */
  static <T, R> Next<R> await(Function<Consumer<T>, Runnable> start, Function<T, Next<R>> then) {
    return new Await<>(start, then);
  }
}
