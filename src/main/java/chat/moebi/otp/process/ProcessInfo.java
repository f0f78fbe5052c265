package chat.moebi.otp.process;

import java.time.Duration;
import java.util.Objects;

/**
 * Describes a process at a moment.
 *
 * @param pid which it is
 * @param function what it runs
 * @param state {@code running} or {@code waiting}, for a message
 * @param mailbox how many messages it has not handled
 * @param ageMillis how long ago it was started
 */
public record ProcessInfo(Pid pid, String function, String state, int mailbox, long ageMillis) {

  /** Checks that nothing is missing. */
  public ProcessInfo {
    Objects.requireNonNull(pid, "pid");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(state, "state");
  }

  /** Returns the description as a line: {@code <kate@localhost.7> sleep waiting 0 12s}. */
  public String line() {
    return pid + " " + function + " " + state + " " + mailbox + " " + age();
  }

  private String age() {
    Duration age = Duration.ofMillis(ageMillis);
    if (age.toDays() > 0) {
      return age.toDays() + "d" + age.toHoursPart() + "h";
    } else if (age.toHours() > 0) {
      return age.toHours() + "h" + age.toMinutesPart() + "m";
    } else if (age.toMinutes() > 0) {
      return age.toMinutes() + "m" + age.toSecondsPart() + "s";
    }
    return age.toSeconds() + "s";
  }
}
