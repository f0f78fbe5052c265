package chat.moebi.otp.process.builtin;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Received.Message;
import chat.moebi.otp.process.Self;

/** Waits for {@code hi}, and answers its sender {@code sup?}. */
public final class Greet implements ProcessFunction<None, None> {

  @Override
  public String name() {
    return "greet";
  }

  @Override
  public Next<None> run(None none, Self self) {
    return Next.receive(
        received -> {
          if (received instanceof Message message && message.isText("hi")) {
            self.send(message.from(), "sup?");
            return Next.done();
          }
          return Next.skip();
        });
  }
}
