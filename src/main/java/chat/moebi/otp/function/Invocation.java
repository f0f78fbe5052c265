package chat.moebi.otp.function;

import chat.moebi.cluster.WireMessage;

/**
 * A {@link Call} as it crosses nodes.
 *
 * @param arguments a record, or the text in which they were typed
 */
public record Invocation(String function, Term arguments) {
  public Invocation {
    WireMessage.require(function, arguments);
  }

  /** Returns the size of the arguments. */
  public int bytes() {
    return arguments.cbor().length;
  }
}
