package chat.moebi.console;

/** Thrown if a line cannot be carried out; the message is a sentence for the user. */
final class LineException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  LineException(Failure failure, String sentence) {
    super(sentence);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
