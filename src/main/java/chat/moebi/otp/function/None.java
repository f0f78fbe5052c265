package chat.moebi.otp.function;

/** Stands for no arguments, or no result. */
public record None() {

  public static final None NONE = new None();
}
