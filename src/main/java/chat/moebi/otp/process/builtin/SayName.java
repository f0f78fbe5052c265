package chat.moebi.otp.process.builtin;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Self;
import java.util.Locale;

/** Introduces the node that it runs on: the lesson's {@code Kate.say_name}. */
public final class SayName implements ProcessFunction<None, None> {

  @Override
  public String name() {
    return "say_name";
  }

  @Override
  public Next<None> run(None none, Self self) {
    String name = self.node().name();
    self.print(
        "Hi, my name is " + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    return Next.done();
  }
}
