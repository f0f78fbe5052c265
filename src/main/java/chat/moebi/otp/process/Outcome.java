package chat.moebi.otp.process;

import chat.moebi.otp.function.Term;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The outcome of a function that ran elsewhere. Exactly one of the three is not null.
 *
 * @param result what it returned
 * @param exit why its process ended without returning anything
 * @param refusal why it was not run
 */
public record Outcome(Term result, ExitReason exit, Refusal refusal) {

  public Outcome {
    if (Stream.of(result, exit, refusal).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException("an outcome is a result, an exit or a refusal");
    }
  }

  public static Outcome of(Term result) {
    return new Outcome(result, null, null);
  }

  public static Outcome of(ExitReason exit) {
    return new Outcome(null, exit, null);
  }

  public static Outcome of(Refusal refusal) {
    return new Outcome(null, null, refusal);
  }
}
