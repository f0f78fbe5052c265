package chat.moebi.cli.doctor;

/**
 * The finding of a check.
 *
 * @param check the word for the check, for programs
 * @param isFault whether the user has to mend something
 * @param text what was found; of a fault also, behind a semicolon, what to do
 */
public record Finding(String check, boolean isFault, String text) {

  static Finding ok(String check, String text) {
    return new Finding(check, false, text);
  }

  static Finding fault(String check, String text) {
    return new Finding(check, true, text);
  }

  /**
   * Reports the sentence of an error. Most of them say behind a semicolon what to do.
   *
   * @param remedy what to do if the sentence does not say it
   */
  public static Finding fault(String check, String sentence, String remedy) {
    return fault(check, sentence.contains("; ") ? sentence : sentence + "; " + remedy);
  }

  /** Returns the line for people. */
  public String line() {
    return (isFault ? "fault: " : "ok: ") + text;
  }
}
