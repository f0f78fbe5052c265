package chat.moebi.process;

import chat.moebi.function.Term;

/**
 * Is what came of a function that ran elsewhere. One of the three is there.
 *
 * @param result what it returned
 * @param exit why its process ended without returning anything
 * @param refusal why it was not run
 */
public record Outcome(Term result, ExitReason exit, Refusal refusal) {

  /** It returned this. */
  public static Outcome of(Term result) {
    return new Outcome(result, null, null);
  }

  /** Its process ended without returning anything. */
  public static Outcome of(ExitReason exit) {
    return new Outcome(null, exit, null);
  }

  /** It was not run. */
  public static Outcome of(Refusal refusal) {
    return new Outcome(null, null, refusal);
  }
}
