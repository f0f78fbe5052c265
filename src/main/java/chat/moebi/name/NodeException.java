package chat.moebi.name;

import com.typesafe.config.ConfigException;

/** A failure that the user can mend; its message is a sentence that is shown to the user. */
public final class NodeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The kinds of failures that callers handle differently. */
  public enum Reason {
    /** A living node has the name already. */
    NAME_TAKEN,
    /** A contact point is a node of another cookie. */
    DIFFERENT_COOKIE,
    /** No node can have that name, host or port. */
    INVALID,
    /** A setting, a file or a directory is wrong. */
    BAD_CONFIGURATION,
    /** The node could not listen, join, or become ready in time. */
    FAILED
  }

  private final Reason reason;

  /** Creates a failure with its sentence. */
  public NodeException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** Creates a failure with its sentence, and with a cause for the log. */
  public NodeException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** Creates the failure to read a configuration. */
  public static NodeException badConfiguration(ConfigException e) {
    return new NodeException(Reason.BAD_CONFIGURATION, "bad configuration: " + e.getMessage(), e);
  }

  /** Returns the sentence for a node that has another cookie. */
  public static String differentCookie(String node) {
    return node + " has a different cookie; give both nodes the same --cookie or cookie file";
  }

  /** Returns the kind of the failure. */
  public Reason reason() {
    return reason;
  }
}
