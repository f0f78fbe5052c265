package chat.moebi.otp.process.builtin;

import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Received.Message;
import chat.moebi.otp.process.Self;

/** Returns its text; without one, sends each message back to its sender until it must exit. */
public final class Echo implements ProcessFunction<Echo.Text, Echo.Text> {

  /** The text that comes back. */
  public record Text(String text) {}

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Next<Text> run(Text said, Self self) {
    return said.text().isEmpty() ? sendBack(self) : Next.done(said);
  }

  private static Next<Text> sendBack(Self self) {
    return Next.receive(
        received -> {
          if (received instanceof Message message) {
            self.send(message.from(), message.term());
          }
          return sendBack(self);
        });
  }
}
