package chat.moebi.otp.process;

import chat.moebi.otp.function.NamedFunction;

/**
 * A function that runs as a process with a mailbox, in steps: each step returns what to do {@link
 * Next}, and must not block. A step that throws ends the process with that error.
 *
 * <pre>{@code
 * public Next<None> run(None none, Self self) {
 *   return Next.receive(
 *       received -> {
 *         if (received instanceof Received.Message message && message.isText("hi")) {
 *           self.send(message.from(), "sup?");
 *           return Next.done();
 *         }
 *         return Next.skip();
 *       });
 * }
 * }</pre>
 *
 * @param <A> the arguments, one per component
 * @param <R> the result
 */
public interface ProcessFunction<A extends Record, R extends Record> extends NamedFunction<A, R> {

  /** Runs the first step. */
  Next<R> run(A arguments, Self self);
}
