package chat.moebi.listen;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Messages;
import chat.moebi.output.Receiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AutomaticTextRouterTest {

  private static final NodeName BOT = NodeName.parse("bot@localhost");

  private final List<String> taken = new ArrayList<>();
  private final Receiver receiver =
      new AutomaticTextRouter(recording("command"), recording("output"));

  @Test
  void aReplyIsShownAndRunsNoCommand() {
    show("question", false);
    show("reply", true);
    assertThat(taken).containsExactly("command: question", "output: reply");
  }

  private void show(String text, boolean isAutomatic) {
    receiver.show(
        new Message(
            new UUID(0, 0), Instant.EPOCH, BOT, BOT, Optional.empty(), false, text, isAutomatic),
        Messages.NO_ANSWERS,
        result -> {});
  }

  private Receiver recording(String name) {
    return new Receiver() {
      @Override
      public void show(Message message, Answers answers, Consumer<Result> onResult) {
        taken.add(name + ": " + message.text());
      }

      @Override
      public void forget() {}
    };
  }
}
