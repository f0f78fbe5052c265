package chat.moebi.listen;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Messages;
import chat.moebi.output.Receiver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CountingReceiverTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");

  private final Map<Message, Consumer<Receiver.Result>> shown = new HashMap<>();
  private final List<Receiver.Result> results = new ArrayList<>();

  private final Receiver output =
      new Receiver() {
        @Override
        public void show(Message message, Answers answers, Consumer<Result> onResult) {
          shown.put(message, onResult);
        }

        @Override
        public void forget() {}
      };

  private final CountingReceiver receiver = CountingReceiver.showing(output, 2);
  private final CompletableFuture<Optional<String>> done =
      receiver.whenDone().toCompletableFuture();

  private final Message first = send("1");
  private final Message second = send("2");

  @Test
  void isDoneWhenAllSendersAreTold() {
    end(first, Receiver.Shown.INSTANCE);
    end(second, Receiver.Shown.INSTANCE);
    receiver.told(first);
    assertThat(done).isNotDone();
    receiver.told(second);
    assertThat(done).isCompletedWithValue(Optional.empty());
  }

  @Test
  void refusesTextsPastItsCount() {
    Message third = send("3");
    assertThat(shown).doesNotContainKey(third);
    assertThat(results).containsExactly(Receiver.Busy.INSTANCE);
  }

  @Test
  void doesNotCountATextThatWasRefused() {
    end(first, Receiver.Busy.INSTANCE);
    receiver.told(first);
    end(second, Receiver.Shown.INSTANCE);
    receiver.told(second);
    assertThat(done).isNotDone();
    Message third = send("3");
    end(third, Receiver.Shown.INSTANCE);
    receiver.told(third);
    assertThat(done).isCompletedWithValue(Optional.empty());
  }

  @Test
  void isDoneWhenTheOutputFails() {
    end(first, new Receiver.NotShown("its output failed"));
    assertThat(done).isCompletedWithValue(Optional.of("its output failed"));
  }

  @Test
  void doesNotWaitForSendersThatCannotBeToldAnyMore() {
    end(first, Receiver.Shown.INSTANCE);
    receiver.forget();
    assertThat(done).isNotDone();
    end(second, Receiver.Shown.INSTANCE); // It was being shown.
    assertThat(done).isCompletedWithValue(Optional.empty());
  }

  @Test
  void takesOthersInPlaceOfTextsThatWereDropped() {
    receiver.forget();
    Message third = send("3");
    Message fourth = send("4");
    assertThat(shown).containsKeys(third, fourth);
  }

  private Message send(String text) {
    Message message = Messages.direct(KATE, text);
    receiver.show(message, Messages.NO_ANSWERS, results::add);
    return message;
  }

  private void end(Message message, Receiver.Result result) {
    shown.get(message).accept(result);
  }
}
