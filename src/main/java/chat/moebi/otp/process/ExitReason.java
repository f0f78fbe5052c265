package chat.moebi.otp.process;

import chat.moebi.cluster.Utf8;
import java.util.Locale;
import java.util.Objects;

/**
 * The reason why a process ended.
 *
 * @param text the words of an error, of a custom reason or of a shutdown; else empty
 */
public record ExitReason(Kind kind, String text) {

  public enum Kind {
    /** The function has returned. */
    NORMAL,
    /** Another process asked for an orderly end. */
    SHUTDOWN,
    /** Asks for an end that cannot be trapped; the process ends with {@link #KILLED}. */
    KILL,
    /** Another process asked with {@link #KILL}. */
    KILLED,
    /** There is no such process. */
    NOPROC,
    /** The connection to the process's node was lost; the process may still run. */
    NOCONNECTION,
    /** The function threw something. */
    ERROR,
    /** A reason that a function or a user has given. */
    OTHER
  }

  public static final ExitReason NORMAL = of(Kind.NORMAL);
  public static final ExitReason SHUTDOWN = of(Kind.SHUTDOWN);
  public static final ExitReason KILL = of(Kind.KILL);
  public static final ExitReason KILLED = of(Kind.KILLED);
  public static final ExitReason NOPROC = of(Kind.NOPROC);
  public static final ExitReason NOCONNECTION = of(Kind.NOCONNECTION);

  private static final int MAX_LENGTH = 1_000;

  /** Shortens a long text. */
  public ExitReason {
    Objects.requireNonNull(kind, "kind");
    text =
        Utf8.encodable(text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...");
  }

  /** Returns the reason of a process whose function has thrown something. */
  public static ExitReason error(Throwable thrown) {
    return new ExitReason(
        Kind.ERROR, Objects.requireNonNullElse(thrown.getMessage(), thrown.toString()));
  }

  public static ExitReason of(String text) {
    return new ExitReason(Kind.OTHER, text);
  }

  /** Returns a shutdown with a custom reason: Elixir's {@code {:shutdown, term}}. */
  public static ExitReason shutdown(String text) {
    return new ExitReason(Kind.SHUTDOWN, text);
  }

  /** Reads a reason that was typed: {@code normal}, {@code shutdown}, {@code kill}, or words. */
  public static ExitReason parse(String words) {
    return switch (words) {
      case "normal" -> NORMAL;
      case "shutdown" -> SHUTDOWN;
      case "kill" -> KILL;
      default -> of(words);
    };
  }

  /** Whether the process ended in an orderly way: normally, or by a shutdown. */
  public boolean isOrderly() {
    return kind == Kind.NORMAL || kind == Kind.SHUTDOWN;
  }

  @Override
  public String toString() {
    if (kind == Kind.ERROR || kind == Kind.OTHER) {
      return text;
    }
    String word = kind.name().toLowerCase(Locale.ROOT);
    return text.isEmpty() ? word : word + ": " + text;
  }

  private static ExitReason of(Kind kind) {
    return new ExitReason(kind, "");
  }
}
