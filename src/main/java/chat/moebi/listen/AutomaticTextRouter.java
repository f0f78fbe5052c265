package chat.moebi.listen;

import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import java.util.function.Consumer;

/**
 * Shows automatic texts, and hands all others to commands: otherwise two programs that reply to
 * each other would never end.
 */
public record AutomaticTextRouter(Receiver commands, Receiver output) implements Receiver {

  @Override
  public void show(Message message, Answers answers, Consumer<Result> onResult) {
    (message.isAutomatic() ? output : commands).show(message, answers, onResult);
  }

  @Override
  public void told(Message message) {
    commands.told(message);
  }

  @Override
  public void forget() {
    commands.forget();
  }
}
