package chat.moebi.soak;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a run.
 *
 * @param maybeAgain how many messages were shown again, marked so, after their recipient was killed
 * @param longestKept the longest time in which a message was kept though both nodes were in reach
 * @param faults how many faults of each kind the run carried out
 * @param violations the broken promises of each kind; a kind without any is left out
 */
record Report(
    int sent,
    int acknowledged,
    int kept,
    int late,
    int shown,
    int unconfirmed,
    int refused,
    int unanswered,
    int maybeAgain,
    int rejoins,
    Duration longestWait,
    Duration longestLeave,
    Duration longestKept,
    Map<Event.Kind, Integer> faults,
    Map<Kind, List<String>> violations) {

  private static final int MOST_LINES = 10;

  /** A way to break a promise. */
  enum Kind {
    /** A message was acknowledged, in time or late, or kept, and never shown. */
    LOST,
    /** A message was shown more than once. */
    DUPLICATED,
    /** A message is marked as one that may have been shown before though nobody was killed. */
    MAYBE_AGAIN,
    /** A message was kept for too long though both nodes were in reach. */
    KEPT_TOO_LONG,
    /** A message for a known node was neither shown nor kept. */
    NOT_KEPT,
    /** A message was refused and yet shown. */
    SHOWN_THOUGH_REFUSED,
    /** An acknowledged or kept message was shown before an earlier one of the same sender. */
    REORDERED,
    /** A sender waited longer than its timeout, or a process took too long to leave. */
    TOO_LATE,
    /** A process ended that was not told to, or in another way than it was told. */
    UNEXPECTED_END,
    /** A line was shown that no node sent, or an answer belongs to no message. */
    STRANGE,
    /** A sender thread of the run failed and sent nothing after that. */
    SENDER_FAILED,
    /** After all faults were repaired, the nodes were not one cluster again in time. */
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

  /** Returns the report as lines to print. */
  String summary() {
    StringBuilder lines = new StringBuilder();
    lines.append(
        "sent %d, acknowledged %d, kept %d, late %d, unconfirmed %d, refused %d, unanswered %d%n"
            .formatted(sent, acknowledged, kept, late, unconfirmed, refused, unanswered));
    lines.append("shown %d, maybe again after a kill %d%n".formatted(shown, maybeAgain));
    for (Kind kind : Kind.values()) {
      lines.append(kind.words()).append(' ').append(of(kind).size());
      lines.append(kind == Kind.APART ? "%n".formatted() : ", ");
    }
    lines.append(
        "rejoins %d, longest wait %s, longest leave %s, longest kept for one in reach %s"
            .formatted(rejoins, seconds(longestWait), seconds(longestLeave), seconds(longestKept)));
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

  /** Formats a time for the report. */
  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
