package chat.moebi.testing.function;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Self;
import chat.moebi.testing.function.Hold.Text;

/** Runs until it is told to exit, whatever its text is. */
public final class Hold implements ProcessFunction<Text, None> {

  public record Text(String text) {}

  @Override
  public String name() {
    return "hold";
  }

  @Override
  public Next<None> run(Text text, Self self) {
    return Next.receive(received -> Next.skip());
  }
}
