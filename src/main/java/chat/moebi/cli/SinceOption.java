package chat.moebi.cli;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** The option {@code --since TIME}: how far back a list goes. */
final class SinceOption {

  private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhdw])");

  /** A date, a time or both, perhaps with an offset. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendOptional(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][ ]")
          .appendOptional(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX]")
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private final Option<String> option;

  SinceOption(CommandSpec spec) {
    option =
        Option.text(
            spec,
            "--since",
            "TIME",
            "Only texts since then: 90m, 2h, 3d or 1w ago; today; yesterday; 12:04; 2026-11-28;"
                + " \"2026-11-28 12:04\"; 2026-11-28T12:04:05Z.");
  }

  /**
   * Returns the time that is meant; empty if none was given.
   *
   * @throws NodeException with a sentence for the user
   */
  Optional<Instant> value() {
    return option.value().map(text -> parse(text, ZonedDateTime.now()));
  }

  /**
   * Returns the time that a text means.
   *
   * @param now the time at which it was written
   * @throws NodeException with a sentence for the user
   */
  static Instant parse(String text, ZonedDateTime now) {
    String word = text.strip();
    try {
      Matcher ago = AGO.matcher(word);
      if (ago.matches()) {
        return before(now, Integer.parseInt(ago.group(1)), ago.group(2)).toInstant();
      }
      LocalDate today = now.toLocalDate();
      return switch (word) {
        case "today" -> today.atStartOfDay(now.getZone()).toInstant();
        case "yesterday" -> today.minusDays(1).atStartOfDay(now.getZone()).toInstant();
        default -> instant(TIME.parse(word), now);
      };
    } catch (DateTimeException e) {
      throw new NodeException(
          Reason.INVALID,
          "--since "
              + text
              + " is no time; write 2h, 3d, yesterday, 12:04, 2026-11-28 or"
              + " \"2026-11-28 12:04\"");
    }
  }

  private static ZonedDateTime before(ZonedDateTime now, int number, String unit) {
    return switch (unit) {
      case "s" -> now.minusSeconds(number);
      case "m" -> now.minusMinutes(number);
      case "h" -> now.minusHours(number);
      case "d" -> now.minusDays(number);
      default -> now.minus(Period.ofWeeks(number));
    };
  }

  private static Instant instant(TemporalAccessor time, ZonedDateTime now) {
    LocalDate date = time.query(TemporalQueries.localDate());
    LocalTime ofDay = time.query(TemporalQueries.localTime());
    if (date == null && ofDay == null) {
      throw new DateTimeException("neither a date nor a time");
    }
    ZoneId zone = Objects.requireNonNullElse(time.query(TemporalQueries.offset()), now.getZone());
    return Objects.requireNonNullElse(date, now.toLocalDate())
        .atTime(Objects.requireNonNullElse(ofDay, LocalTime.MIDNIGHT))
        .atZone(zone)
        .toInstant();
  }
}
