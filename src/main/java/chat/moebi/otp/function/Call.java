package chat.moebi.otp.function;

import chat.moebi.cluster.Utf8;

/**
 * A function by its name, and its arguments: Elixir's module, function and arguments.
 *
 * @param function the function's name, on the node that is to run it
 * @param arguments a record, or a text in which the arguments stand as they would at the prompt
 * @param result the type that the result is read as
 */
public record Call<R>(String function, Object arguments, Class<R> result) {

  /** Replaces what cannot cross nodes in the name. */
  public Call {
    function = Utf8.encodable(function);
  }

  /** Calls a function of which this program has the class. */
  public static <A extends Record, R extends Record> Call<R> of(
      NamedFunction<A, R> function, A arguments) {
    return new Call<>(function.name(), arguments, KnownFunction.of(function).result());
  }

  /** Calls a function without arguments. */
  public static <R extends Record> Call<R> of(NamedFunction<None, R> function) {
    return of(function, None.NONE);
  }

  /**
   * Calls a function of which only the other node needs the class, with the arguments as they are
   * typed: words, of which the last takes the rest of the line.
   */
  public static Call<Term> typed(String function, String arguments) {
    return new Call<>(function, arguments, Term.class);
  }

  /**
   * Writes the call as it crosses nodes.
   *
   * @throws IllegalArgumentException if the arguments are too long, or cannot be written
   */
  public Invocation written(Terms terms) {
    return new Invocation(function, terms.write(arguments));
  }
}
