package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.MOEBI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import chat.moebi.name.NodeName;
import chat.moebi.output.Messages;
import chat.moebi.output.OutputWriter;
import chat.moebi.testing.StartsActorSystem;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
  void showsTheTextsBehindOneThatFails() throws InterruptedException {
    TextOrder.Place first = reserve(ALEX);
    TextOrder.Place second = order.reserve(Endpoint.of(ALEX), closed());
    TextOrder.Place third = reserve(ALEX);
    show(third, "3");
    second.show(
        Messages.direct(ALEX, "2"),
        Messages.NO_ANSWERS,
        result -> {
          throw new IllegalStateException("no result, please");
        });

    assertThatIllegalStateException().isThrownBy(() -> show(first, "1"));
    assertThat(next()).isEqualTo("1");
    assertThat(next()).isEqualTo("3");
  }

  private static OutputWriter closed() {
    OutputWriter writer = new OutputWriter((from, text) -> {}, "closed");
    writer.close();
    return writer;
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
    return shown.poll(5, TimeUnit.SECONDS);
  }
}
