package chat.moebi.cli.doctor;

/**
 * What a check has found.
 *
 * @param check the word for the check, for programs
 * @param isFault whether something is to be mended
 * @param text what is well; or what is wrong and, behind a semicolon, what to do
 */
public record Finding(String check, boolean isFault, String text) {

  static Finding ok(String check, String text) {
    return new Finding(check, false, text);
  }

  static Finding fault(String check, String text) {
    return new Finding(check, true, text);
  }

  /** Returns the line for people. */
  public String line() {
    return (isFault ? "fault: " : "ok: ") + text;
  }
}
