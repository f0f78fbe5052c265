package chat.moebi.otp.process;

import chat.moebi.otp.function.BlockingFunction;
import chat.moebi.otp.function.Io;
import chat.moebi.otp.function.KnownFunction;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Describes a process that is to be started.
 *
 * @param function what it is called in a listing
 * @param body its first step
 * @param leader its group leader: the {@link ProcessRuntime#leader} of some node
 * @param linkTo is linked to it from its beginning; null: nobody
 * @param onEnd is told how it ended, in its own thread
 * @param shell makes it a shell, which starts anew when it ends; null: it is none
 * @param <R> what it returns
 */
public record ProcessSpec<R>(
    String function,
    Function<Self, Next<R>> body,
    Pid leader,
    Pid linkTo,
    Consumer<Ended<R>> onEnd,
    Shell shell) {

  /**
   * Tells how a process ended.
   *
   * @param result what it returned; null if the reason is not {@code normal}, or nothing came
   * @param cause whose exit it ended with; null if it ended by itself
   */
  public record Ended<R>(R result, ExitReason reason, Pid cause) {}

  /** Is told what happens to a shell, in its own thread. */
  interface Shell {
    /** It has started anew, under this pid. */
    void startedAnew(Pid pid);

    /** Returns how long the answer to a message that it has sent is waited for. */
    Duration patience();

    /** Takes the answer to what the shell, or the one before it, has asked; says if it is one. */
    boolean takes(Signal signal);
  }

  /** Describes a process that ends once and for all. */
  public ProcessSpec(
      String function,
      Function<Self, Next<R>> body,
      Pid leader,
      Pid linkTo,
      Consumer<Ended<R>> onEnd) {
    this(function, body, leader, linkTo, onEnd, null);
  }

  boolean isShell() {
    return shell != null;
  }

  private record Finished<R>(R result, Throwable thrown) {}

  /**
   * Returns the first step of a function.
   *
   * @throws IllegalArgumentException if it is of a kind that no process can run
   */
  public static <A extends Record, R extends Record> Function<Self, Next<R>> body(
      KnownFunction<A, R> known, A arguments, ProcessRuntime host) {
    if (known.function() instanceof ProcessFunction<A, R> function) {
      return self -> function.run(arguments, self);
    } else if (known.function() instanceof BlockingFunction<A, R> function) {
      return self -> blocking(function, arguments, self, host);
    }
    throw new IllegalArgumentException(
        known.name() + " is neither a ProcessFunction nor a BlockingFunction");
  }

  private static <A extends Record, R extends Record> Next<R> blocking(
      BlockingFunction<A, R> function, A arguments, Self self, ProcessRuntime host) {
    BlockingIo io = ((ProcessActor<?>) self).blockingIo();
    return Next.<Finished<R>, R>await(
        resume -> {
          FutureTask<Void> work =
              new FutureTask<>(() -> resume.accept(finish(function, arguments, io)), null);
          host.blocking().execute(work);
          return () -> {
            io.close();
            work.cancel(true);
          };
        },
        finished ->
            finished.thrown() == null
                ? Next.done(finished.result())
                : Next.exit(ExitReason.error(finished.thrown())));
  }

  private static <A extends Record, R extends Record> Finished<R> finish(
      BlockingFunction<A, R> function, A arguments, Io io) {
    try {
      return new Finished<>(function.run(arguments, io), null);
    } catch (Throwable thrown) { // Out of memory too: the thread is the pool's, the failure is not.
      return new Finished<>(null, thrown);
    }
  }
}
