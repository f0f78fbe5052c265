package chat.moebi.cookie;

/** A cookie cannot be used; the message is a sentence for the user, and never holds the cookie. */
public final class CookieException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a sentence for the user. */
  public CookieException(String sentence) {
    super(sentence);
  }

  /** Creates an exception with a sentence for the user and a cause for the log. */
  public CookieException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
