package chat.moebi.otp.function;

/**
 * A function that can be run by name, on any node that knows it. Its arguments and its result are
 * records, so that both can cross nodes; {@link None} stands for nothing.
 *
 * <p>A function that simply runs is a {@link BlockingFunction}; one with a mailbox is a {@code
 * ProcessFunction} of {@code chat.moebi.otp.process}. A class that implements one of them, has a
 * public constructor without arguments and stands in {@code
 * META-INF/services/chat.moebi.otp.function.NamedFunction} is found by {@link Functions#installed}.
 *
 * @param <A> the arguments, one a component
 * @param <R> the result
 */
public interface NamedFunction<A extends Record, R extends Record> {

  /** Returns the name of the function: a letter, then letters, digits and {@code _}. */
  String name();
}
