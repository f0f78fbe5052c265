package chat.moebi.console;

import java.io.IOException;

/** Says in a sentence for the user that a standard stream cannot be read or written. */
public final class StreamException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private StreamException(String sentence, IOException cause) {
    super(sentence + ": " + cause.getMessage(), cause);
  }

  /** Standard output cannot be written. */
  public static StreamException output(IOException cause) {
    return new StreamException("cannot write to standard output", cause);
  }

  /** Standard input cannot be read. */
  public static StreamException input(IOException cause) {
    return new StreamException("cannot read from standard input", cause);
  }
}
