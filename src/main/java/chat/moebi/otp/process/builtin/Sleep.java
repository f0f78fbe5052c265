package chat.moebi.otp.process.builtin;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Self;
import java.time.Duration;

/** Does nothing for a number of milliseconds. */
public final class Sleep implements ProcessFunction<Sleep.Time, None> {

  /** How long, in milliseconds. */
  public record Time(long ms) {

    private static final long LONGEST = Duration.ofDays(100).toMillis();

    /** Checks that it is neither negative nor too long. */
    public Time {
      if (ms < 0 || ms > LONGEST) {
        throw new IllegalArgumentException("a time is 0 to " + LONGEST + " ms");
      }
    }
  }

  @Override
  public String name() {
    return "sleep";
  }

  @Override
  public Next<None> run(Time time, Self self) {
    return Next.<None>receive(received -> Next.skip())
        .after(Duration.ofMillis(time.ms()), Next::done);
  }
}
