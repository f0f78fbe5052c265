package chat.moebi.otp.function;

/** Stands for no arguments, or no result. */
public record None() {

  /** The only instance that is needed. */
  public static final None NONE = new None();
}
