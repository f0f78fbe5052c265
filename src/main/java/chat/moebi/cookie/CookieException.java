package chat.moebi.cookie;

/** Says in a sentence why a cookie cannot be used; its message is meant for the user as it is. */
public final class CookieException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes a failure with its sentence, which must not hold the cookie. */
  public CookieException(String sentence) {
    super(sentence);
  }

  /** Makes a failure with its sentence, and what led to it for the log. */
  public CookieException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
