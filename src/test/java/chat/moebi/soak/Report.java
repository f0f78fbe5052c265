package chat.moebi.soak;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Is what came of a run.
 *
 * @param faults how many faults of each kind the run carried out
 * @param violations what broke a promise, of each kind; a kind without any is left out
 */
record Report(
    int sent,
    int acknowledged,
    int late,
    int shown,
    int unconfirmed,
    int refused,
    int unanswered,
    int rejoins,
    Duration longestWait,
    Duration longestLeave,
    Map<Event.Kind, Integer> faults,
    Map<Kind, List<String>> violations) {

  private static final int MOST_LINES = 10;

  /** Is a way to break a promise. */
  enum Kind {
    /** A message was acknowledged, in time or late, and never shown. */
    LOST,
    /** A message was shown more than once. */
    DUPLICATED,
    /** A message was refused, and shown all the same. */
    SHOWN_THOUGH_REFUSED,
    /** An acknowledged message was shown before an earlier one of the same sender. */
    REORDERED,
    /** A sender waited for longer than its timeout, or a process left too slowly. */
    TOO_LATE,
    /** A process ended that was not told to, or otherwise than it was told. */
    UNEXPECTED_END,
    /** A line was shown that nobody has sent, or an answer came that belongs to nothing. */
    STRANGE,
    /** A thread of the run that sends failed, so that nothing was sent any more. */
    SENDER_FAILED,
    /** At the end, with all faults mended, the nodes were not one cluster again in time. */
    APART;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  Report {
    faults = Map.copyOf(faults);
    violations = new EnumMap<>(violations);
  }

  boolean isClean() {
    return violations.isEmpty();
  }

  /** Returns it as lines to be printed. */
  String summary() {
    StringBuilder lines = new StringBuilder();
    lines.append(
        "sent %d, acknowledged %d, late %d, unconfirmed %d, refused %d, unanswered %d, shown %d%n"
            .formatted(sent, acknowledged, late, unconfirmed, refused, unanswered, shown));
    for (Kind kind : Kind.values()) {
      lines.append(kind.words()).append(' ').append(of(kind).size());
      lines.append(kind == Kind.APART ? "%n".formatted() : ", ");
    }
    lines.append(
        "rejoins %d, longest wait %s, longest leave %s"
            .formatted(rejoins, seconds(longestWait), seconds(longestLeave)));
    violations.forEach(
        (kind, found) ->
            found.stream()
                .limit(MOST_LINES)
                .forEach(v -> lines.append("%n  %s: %s".formatted(kind.words(), v))));
    return lines.toString();
  }

  /** Returns the violations of a kind. */
  List<String> of(Kind kind) {
    return violations.getOrDefault(kind, List.of());
  }

  /** Returns a time as it is printed. */
  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
