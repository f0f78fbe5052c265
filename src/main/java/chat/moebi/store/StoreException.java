package chat.moebi.store;

/** The store cannot be used; the message says why, in words for the user. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with words for the user. */
  public StoreException(String reason) {
    super(reason);
  }

  /** Creates an exception with words for the user, and with a cause for the log. */
  public StoreException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
