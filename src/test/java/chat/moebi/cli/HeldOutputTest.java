package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeldOutputTest {

  @Test
  void showsNothingBeforeItIsReleased() throws Exception {
    BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    HeldOutput output = new HeldOutput((from, text) -> shown.add(text));
    Thread writer = new Thread(() -> show(output));
    writer.start();

    assertThat(shown.poll(200, TimeUnit.MILLISECONDS)).isNull();
    output.release();
    assertThat(shown.poll(10, TimeUnit.SECONDS)).isEqualTo("hi");
    writer.join();
  }

  private static void show(HeldOutput output) {
    try {
      output.show(NodeName.parse("alex@localhost"), "hi");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
