package chat.moebi.process.builtin;

import chat.moebi.function.None;
import chat.moebi.process.Next;
import chat.moebi.process.ProcessFunction;
import chat.moebi.process.Self;

/** Crashes with a reason, to try what becomes of those that are linked to it. */
public final class Crash implements ProcessFunction<Crash.Why, None> {

  /** Is the reason. */
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
