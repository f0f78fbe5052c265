package chat.moebi.otp.process;

import chat.moebi.cluster.WireMessage;
import java.time.Duration;
import java.util.List;

/**
 * A line of a process list.
 *
 * @param function the name of the function that the process runs
 * @param state {@code running} or {@code waiting}, for a message
 * @param mailbox how many messages the process has not handled
 * @param ageMillis how long ago the process was started
 */
public record ProcessInfo(Pid pid, String function, String state, int mailbox, long ageMillis) {

  public ProcessInfo {
    WireMessage.require(pid, function, state);
  }

  /** Returns the description as a line: {@code <kate@localhost.7> sleep waiting 0 12s}. */
  public String line() {
    return String.join(" ", words());
  }

  /** Returns the words of the line: pid, function, state, messages in the mailbox, age. */
  public List<String> words() {
    return List.of(pid.toString(), function, state, Integer.toString(mailbox), age());
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
