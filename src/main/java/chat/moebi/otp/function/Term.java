package chat.moebi.otp.function;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * A value as it crosses nodes, written by {@link Terms}: arguments, a result, or a message. It does
 * not name its class; the reader knows which class to expect.
 *
 * @param cbor the value as CBOR, at most {@link #MAX_BYTES} long
 */
public record Term(@JsonValue byte[] cbor) {

  /** The longest term, in bytes: Akka silently drops much longer messages. */
  public static final int MAX_BYTES = 66 * 1024;

  /**
   * Checks its length.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Term {
    if (cbor.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the message is too long: " + cbor.length + " of at most " + MAX_BYTES + " bytes");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Term term && Arrays.equals(cbor, term.cbor);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cbor);
  }
}
