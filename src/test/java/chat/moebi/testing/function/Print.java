package chat.moebi.testing.function;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Self;
import chat.moebi.testing.function.Print.Line;

/** Prints its text as a line. */
public final class Print implements ProcessFunction<Line, None> {

  public record Line(String text) {}

  @Override
  public String name() {
    return "print";
  }

  @Override
  public Next<None> run(Line line, Self self) {
    self.print(line.text());
    return Next.done();
  }
}
