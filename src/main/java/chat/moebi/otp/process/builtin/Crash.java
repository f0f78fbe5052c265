package chat.moebi.otp.process.builtin;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Self;

/** Crashes with a reason, to show what happens to linked processes. */
public final class Crash implements ProcessFunction<Crash.Why, None> {

  /** The reason of the crash. */
  public record Why(String reason) {}

  @Override
  public String name() {
    return "crash";
  }

  @Override
  public Next<None> run(Why why, Self self) {
    throw new IllegalStateException(why.reason().isEmpty() ? "crashed" : why.reason());
  }
}
