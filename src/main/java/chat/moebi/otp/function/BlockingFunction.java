package chat.moebi.otp.function;

/**
 * A function that runs from its beginning to its end on a thread of a bounded pool, so it may
 * block: read a file, wait for a server, compute for long.
 *
 * <p>It has no mailbox. If its process is told to exit, the process is gone at once, and the thread
 * is interrupted: a function that ignores that keeps its thread from others.
 *
 * @param <A> the arguments, one a component
 * @param <R> the result
 */
public interface BlockingFunction<A extends Record, R extends Record> extends NamedFunction<A, R> {

  /**
   * Runs the function.
   *
   * @throws Exception with the reason in its message: its process exits with that
   */
  R run(A arguments, Io io) throws Exception;
}
