package chat.moebi.name;

import com.typesafe.config.ConfigException;

/** Says in a sentence why a node could not start; its message is meant for the user as it is. */
public final class NodeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Tells apart what a caller may want to handle differently. */
  public enum Reason {
    /** A living node bears the name already. */
    NAME_TAKEN,
    /** A contact point is a node of another cookie. */
    DIFFERENT_COOKIE,
    /** A name, a host or a port is not one that a node can have. */
    INVALID,
    /** A setting, a file or a directory is not as it must be. */
    BAD_CONFIGURATION,
    /** The node could not listen, join, or become ready in time. */
    FAILED
  }

  private final Reason reason;

  /** Makes a failure with its sentence. */
  public NodeException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** Makes a failure with its sentence, and what led to it for the log. */
  public NodeException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** Makes the failure to read a configuration. */
  public static NodeException badConfiguration(ConfigException e) {
    return new NodeException(Reason.BAD_CONFIGURATION, "bad configuration: " + e.getMessage(), e);
  }

  /** Says that a node has another cookie. */
  public static String differentCookie(String node) {
    return node + " has a different cookie; give both nodes the same --cookie or cookie file";
  }

  /** Returns what kind of failure this is. */
  public Reason reason() {
    return reason;
  }
}
