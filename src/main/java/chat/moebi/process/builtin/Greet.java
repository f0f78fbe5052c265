package chat.moebi.process.builtin;

import chat.moebi.function.None;
import chat.moebi.process.Next;
import chat.moebi.process.ProcessFunction;
import chat.moebi.process.Received.Message;
import chat.moebi.process.Self;

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
