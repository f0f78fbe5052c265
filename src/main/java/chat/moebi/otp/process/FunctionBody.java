package chat.moebi.otp.process;

import chat.moebi.otp.function.BlockingFunction;
import chat.moebi.otp.function.KnownFunction;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs a named function as a process. */
public final class FunctionBody {

  private FunctionBody() {}

  /**
   * Returns the first step of a function.
   *
   * @param blocking runs a {@link BlockingFunction}
   * @throws IllegalArgumentException if the function is of neither kind
   */
  public static <A extends Record, R extends Record> Function<Self, Next<R>> of(
      KnownFunction<A, R> known, A arguments, Executor blocking) {
    if (known.function() instanceof ProcessFunction<A, R> function) {
      return self -> function.run(arguments, self);
    } else if (known.function() instanceof BlockingFunction<A, R> function) {
      return self -> block(function, arguments, ((ProcessActor<?>) self).blockingIo(), blocking);
    }
    throw new IllegalArgumentException(
        known.name() + " is neither a ProcessFunction nor a BlockingFunction");
  }

  private static <A extends Record, R extends Record> Next<R> block(
      BlockingFunction<A, R> function, A arguments, BlockingIo io, Executor blocking) {
    return Next.<Supplier<Next<R>>, R>await(
        resume -> {
          FutureTask<Void> work =
              new FutureTask<>(() -> resume.accept(run(function, arguments, io)), null);
          blocking.execute(work);
          return () -> {
            io.close();
            work.cancel(true);
          };
        },
        Supplier::get);
  }

  /**
   * Returns the last step. The process creates the exit reason, because {@code getMessage} of what
   * the function throws is the function's code too, and may throw.
   */
  private static <A extends Record, R extends Record> Supplier<Next<R>> run(
      BlockingFunction<A, R> function, A arguments, BlockingIo io) {
    try {
      R result = function.run(arguments, io);
      return () -> Next.done(result);
    } catch (Throwable thrown) { // OutOfMemoryError too: it must not end the pool's thread.
      return () -> Next.exit(ExitReason.error(thrown));
    }
  }
}
