package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.MOEBI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Messages;
import chat.moebi.output.OutputWriter;
import chat.moebi.output.Receiver;
import chat.moebi.output.Receiver.NotShown;
import chat.moebi.output.Receiver.Result;
import chat.moebi.output.Receiver.Shown;
import chat.moebi.testing.StartsActorSystem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class TextOrderTest {

  private final TextOrder order = new TextOrder();
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private final OutputWriter output = new OutputWriter((from, text) -> shown.add(text), "output");

  @AfterEach
  void end() {
    output.close();
  }

  @Test
  void showsTheTextsOfASenderInTheOrderOfTheirPlaces() throws InterruptedException {
    TextOrder.Place first = reserve(ALEX);
    TextOrder.Place second = reserve(ALEX);
    TextOrder.Place third = reserve(ALEX);
    show(third, "3");
    show(second, "2");
    assertThat(shown.poll(50, TimeUnit.MILLISECONDS)).isNull();
    show(first, "1");
    assertThat(next()).isEqualTo("1");
    assertThat(next()).isEqualTo("2");
    assertThat(next()).isEqualTo("3");
  }

  @Test
  void doesNotKeepOtherSendersWaiting() throws InterruptedException {
    reserve(ALEX);
    show(reserve(MOEBI), "chicken?");
    assertThat(next()).isEqualTo("chicken?");
  }

  @Test
  void aReceiverThatThrowsFailsItsOwnTextAlone() throws InterruptedException {
    BlockingQueue<Map.Entry<Integer, Result>> results = new LinkedBlockingQueue<>();
    List<TextOrder.Place> places =
        List.of(reserve(ALEX), order.reserve(Endpoint.of(ALEX), throwing()), reserve(ALEX));
    for (int i = 2; i >= 0; i--) {
      int number = i;
      places
          .get(i)
          .show(
              Messages.direct(ALEX, "" + number),
              Messages.NO_ANSWERS,
              result -> results.add(entry(number, result)));
    }
    assertThat(List.of(next(), next())).containsExactly("0", "2");
    assertThat(List.of(next(results), next(results), next(results)))
        .containsExactlyInAnyOrder(
            entry(0, Shown.INSTANCE),
            entry(1, new NotShown("an assertion")),
            entry(2, Shown.INSTANCE));
  }

  private static Receiver throwing() {
    return new Receiver() {
      @Override
      public void show(Message message, Answers answers, Consumer<Result> onResult) {
        throw new AssertionError("an assertion");
      }

      @Override
      public void forget() {}
    };
  }

  @Test
  void skipsAPlaceThatStaysEmpty() throws InterruptedException {
    TextOrder.Place first = reserve(ALEX);
    TextOrder.Place second = reserve(ALEX);
    show(second, "2");
    first.skip();
    assertThat(next()).isEqualTo("2");
  }

  @Test
  void showsATextOnceThoughItsPlaceIsLeftAfterwards() throws InterruptedException {
    TextOrder.Place place = reserve(ALEX);
    show(place, "1");
    place.skip();
    show(reserve(ALEX), "2");
    assertThat(next()).isEqualTo("1");
    assertThat(next()).isEqualTo("2");
    assertThat(shown).isEmpty();
  }

  private TextOrder.Place reserve(NodeName sender) {
    return order.reserve(Endpoint.of(sender), output);
  }

  private static void show(TextOrder.Place place, String text) {
    place.show(Messages.direct(ALEX, text), Messages.NO_ANSWERS, result -> {});
  }

  private String next() throws InterruptedException {
    return next(shown);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    return queue.poll(5, TimeUnit.SECONDS);
  }
}
