package chat.moebi.console;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The time before a message, with the day if it is another one: {@code 12:04}, {@code Fri 12:04},
 * {@code 2026-11-21 12:04}.
 *
 * @param words end with a blank
 */
record DayTime(Instant minute, String words) {

  private static final int DAYS_OF_A_WEEK = 7;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm ");
  private static final DateTimeFormatter WEEKDAY =
      DateTimeFormatter.ofPattern("EEE HH:mm ", Locale.ENGLISH);
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm ");

  static DayTime now() {
    Instant now = Instant.now();
    return of(now, now);
  }

  /** Returns a time in the time zone of the user, as it is read at another time. */
  static DayTime of(Instant time, Instant now) {
    return of(time, now, ZoneId.systemDefault());
  }

  static DayTime of(Instant time, Instant now, ZoneId zone) {
    ZonedDateTime at = time.atZone(zone);
    long days = ChronoUnit.DAYS.between(at.toLocalDate(), LocalDate.ofInstant(now, zone));
    DateTimeFormatter format =
        days == 0 ? TIME : days > 0 && days < DAYS_OF_A_WEEK ? WEEKDAY : DATE;
    return new DayTime(time.truncatedTo(ChronoUnit.MINUTES), format.format(at));
  }
}
