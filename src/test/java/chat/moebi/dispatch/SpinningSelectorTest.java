package chat.moebi.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.WritableByteChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpinningSelectorTest {

  private static final int ROUNDS = 20_000;

  private Selector selector;
  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    selector = newSelector();
    pipe = Pipe.open();
    pipe.source().configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    selector.close();
    pipe.source().close();
    pipe.sink().close();
  }

  @Test
  void selectsWhatIsReadyWithItsAttachment() throws IOException {
    pipe.source().register(selector, SelectionKey.OP_READ, "the pipe");
    assertThat(selector.selectNow()).isZero();
    write(pipe.sink());

    assertThat(selector.select()).isOne();
    assertThat(selector.selectedKeys())
        .extracting(SelectionKey::attachment)
        .containsExactly("the pipe");
    assertThat(selector.keys()).hasSize(1);
  }

  @Test
  void waitsForNoLongerThanItIsTold() throws IOException {
    pipe.source().register(selector, SelectionKey.OP_READ);

    assertThat(selector.select(1)).isZero();
  }

  @Test
  void aWakeUpBeforeItWaitsIsNotLost() throws IOException {
    selector.wakeup();

    assertThat(selector.select()).isZero();
  }

  @Test
  void whatIsReadyIsSelectedHoweverOftenItIsWoken() throws IOException {
    pipe.source().register(selector, SelectionKey.OP_READ);
    write(pipe.sink());

    selector.wakeup();
    int first = selector.select();
    selector.wakeup();
    int second = selector.select();

    assertThat(first + second).isOne();
  }

  @Test
  void noWakeUpByAnotherThreadIsLost() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    CompletableFuture<Void> asker =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= ROUNDS; i++) {
                asked.set(i);
                selector.wakeup();
                while (answered.get() < i) {
                  Thread.onSpinWait();
                }
              }
            },
            work -> new Thread(work).start());
    while (answered.get() < ROUNDS) {
      selector.select();
      answered.set(asked.get());
    }

    asker.get();
  }

  @Test
  void nothingIsLostBetweenTwoThatAnswerEachOther() throws Exception {
    Pipe back = Pipe.open();
    back.source().configureBlocking(false);
    try (Selector other = newSelector()) {
      pipe.source().register(selector, SelectionKey.OP_READ);
      back.source().register(other, SelectionKey.OP_READ);
      CompletableFuture<Void> echo =
          CompletableFuture.runAsync(
              () -> answer(selector, pipe.source(), back.sink()), work -> new Thread(work).start());
      write(pipe.sink());
      answer(other, back.source(), pipe.sink());

      echo.get();
    } finally {
      back.source().close();
      back.sink().close();
    }
  }

  @Test
  void forgetsAChannelThatIsClosed() throws IOException {
    SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ);
    pipe.source().close();
    selector.selectNow();

    assertThat(key.isValid()).isFalse();
    assertThat(selector.keys()).isEmpty();
  }

  @Test
  void aChannelCanBeRegisteredAgainAfterItsKeyWasCancelled() throws IOException {
    pipe.source().register(selector, SelectionKey.OP_READ).cancel();
    selector.selectNow();
    pipe.source().register(selector, SelectionKey.OP_READ);
    write(pipe.sink());

    assertThat(selector.select()).isOne();
  }

  @Test
  void selectsNothingOnceItIsClosed() throws IOException {
    SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ);
    selector.wakeup();
    selector.close();

    assertThat(selector.isOpen()).isFalse();
    assertThat(key.isValid()).isFalse();
    assertThatThrownBy(selector::select).isInstanceOf(ClosedSelectorException.class);
  }

  private static Selector newSelector() throws IOException {
    return new SpinningSelector(SelectorProvider.provider(), Selector.open());
  }

  private static void answer(Selector selector, ReadableByteChannel from, WritableByteChannel to) {
    ByteBuffer one = ByteBuffer.allocate(1);
    try {
      for (int i = 0; i < ROUNDS; i++) {
        while (selector.select() == 0) {
          selector.selectedKeys().clear();
        }
        selector.selectedKeys().clear();
        from.read(one.clear());
        to.write(one.flip());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(WritableByteChannel to) throws IOException {
    to.write(ByteBuffer.wrap(new byte[] {1}));
  }
}
