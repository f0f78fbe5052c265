package chat.moebi.console;

import java.io.IOException;
import java.util.Objects;

/** Thrown if a standard stream cannot be used; the message is a sentence for the user. */
public final class StreamException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private StreamException(String sentence, IOException cause) {
    super(
        sentence + ": " + Objects.requireNonNullElse(cause.getMessage(), cause.toString()), cause);
  }

  public static StreamException output(IOException cause) {
    return new StreamException("cannot write to standard output", cause);
  }

  public static StreamException input(IOException cause) {
    return new StreamException("cannot read from standard input", cause);
  }
}
