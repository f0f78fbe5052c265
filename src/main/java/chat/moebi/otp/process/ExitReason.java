package chat.moebi.otp.process;

import chat.moebi.cluster.Utf8;
import java.util.Locale;
import java.util.Objects;

/**
 * The reason why a process ended.
 *
 * @param kind what kind of end it was
 * @param text the words of an error or of a custom reason; empty for the others
 */
public record ExitReason(Kind kind, String text) {

  /** The kinds of ends. */
  public enum Kind {
    /** The function was done. */
    NORMAL,
    /** The process was told to end, in an orderly way. */
    SHUTDOWN,
    /** Asks for an end that cannot be trapped; the process then ends as {@link #KILLED}. */
    KILL,
    /** The process was killed. */
    KILLED,
    /** There is no such process. */
    NOPROC,
    /** The connection to its node was lost; whether it lives is not known. */
    NOCONNECTION,
    /** Its function threw something. */
    ERROR,
    /** A reason that a function or a user has given. */
    OTHER
  }

  /** The function was done. */
  public static final ExitReason NORMAL = of(Kind.NORMAL);

  /** The process was told to end. */
  public static final ExitReason SHUTDOWN = of(Kind.SHUTDOWN);

  /** Asks for an end that cannot be trapped. */
  public static final ExitReason KILL = of(Kind.KILL);

  /** The process was killed. */
  public static final ExitReason KILLED = of(Kind.KILLED);

  /** There is no such process. */
  public static final ExitReason NOPROC = of(Kind.NOPROC);

  /** The connection to its node was lost. */
  public static final ExitReason NOCONNECTION = of(Kind.NOCONNECTION);

  private static final int LONGEST = 1_000;

  /** Shortens the text to what fits in a line. */
  public ExitReason {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
    text = Utf8.encodable(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...");
  }

  /** Returns the reason of a process whose function has thrown something. */
  public static ExitReason error(Throwable thrown) {
    return new ExitReason(
        Kind.ERROR, Objects.requireNonNullElse(thrown.getMessage(), thrown.toString()));
  }

  /** Returns a custom reason. */
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

  /** Whether the end is an orderly one: normal, or a shutdown. */
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
