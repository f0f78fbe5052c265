package chat.moebi.otp.function;

import java.util.Objects;

/**
 * A {@link Call} as it crosses nodes.
 *
 * @param function the function's name
 * @param arguments a record, or the text in which they were typed
 */
public record Invocation(String function, Term arguments) {
  /** Checks that nothing is missing. */
  public Invocation {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(arguments, "arguments");
  }
}
