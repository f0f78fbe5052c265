package chat.moebi.otp.function;

/** Stands for no arguments, or no result. */
public record None() {

  /** The only one that is needed. */
  public static final None NONE = new None();
}
