package chat.moebi.output;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.output.Receiver.Busy;
import chat.moebi.output.Receiver.NotShown;
import chat.moebi.output.Receiver.Result;
import chat.moebi.output.Receiver.Shown;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutputWriterTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");

  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore reader = new Semaphore(0);
  private final OutputWriter writer = new OutputWriter(this::showWhenRead, "test");

  @AfterEach
  void end() {
    reader.release(1_000);
    writer.close();
  }

  @Test
  void reportsATextAsWrittenOnlyAfterItWasWritten() throws Exception {
    writer.show(Messages.direct(KATE, "hi"), Messages.NO_ANSWERS, results::add);
    begun.acquire();
    assertThat(results).isEmpty();
    reader.release();
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
    assertThat(shown).containsExactly("hi");
  }

  @Test
  void dropsLinesThatAreNotYetBeingWritten() throws Exception {
    writer.show(Messages.direct(KATE, "1"), Messages.NO_ANSWERS, results::add);
    begun.acquire();
    writer.show(Messages.direct(KATE, "2"), Messages.NO_ANSWERS, results::add);
    writer.print(KATE, "3", results::add);
    writer.forget();
    writer.show(Messages.direct(KATE, "4"), Messages.NO_ANSWERS, results::add);
    reader.release(4);
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
    assertThat(shown).containsExactly("1", "4");
  }

  @Test
  void writesAllLinesGivenBeforeTheCloseAndRefusesLaterOnes() throws Exception {
    writer.show(Messages.direct(KATE, "1"), Messages.NO_ANSWERS, results::add);
    writer.show(Messages.direct(KATE, "2"), Messages.NO_ANSWERS, results::add);
    writer.close();
    writer.show(Messages.direct(KATE, "3"), Messages.NO_ANSWERS, results::add);
    assertThat(nextResult()).isEqualTo(Busy.INSTANCE);
    reader.release(3);
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
    assertThat(shown).containsExactly("1", "2");
  }

  @Test
  void refusesLinesWhileTooManyWaitAndAcceptsThemLater() throws Exception {
    String line = "x".repeat(8 << 20);
    writer.print(KATE, line, results::add);
    begun.acquire();
    writer.print(KATE, line, results::add);
    assertThat(nextResult()).isEqualTo(new NotShown("its output does not read"));
    reader.release(2);
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
    writer.print(KATE, line, results::add);
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
  }

  @Test
  void doesNotCountDroppedLines() throws Exception {
    String line = "x".repeat(7 << 20);
    writer.show(Messages.direct(KATE, "1"), Messages.NO_ANSWERS, results::add);
    begun.acquire();
    writer.print(KATE, line, results::add);
    writer.print(KATE, line, results::add);
    writer.forget();
    writer.print(KATE, line, results::add);
    reader.release(2);
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
    assertThat(shown).containsExactly("1", line);
  }

  @Test
  void reportsAnErrorAndGoesOn() throws Exception {
    writer.show(Messages.direct(KATE, "fail"), Messages.NO_ANSWERS, results::add);
    writer.show(Messages.direct(KATE, "hi"), Messages.NO_ANSWERS, results::add);
    reader.release(2);
    assertThat(nextResult()).isEqualTo(new NotShown("its output failed: no memory"));
    assertThat(nextResult()).isEqualTo(Shown.INSTANCE);
    assertThat(shown).containsExactly("hi");
  }

  private Result nextResult() throws InterruptedException {
    Result next = results.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("a result").isNotNull();
    return next;
  }

  private void showWhenRead(NodeName from, String text) throws IOException {
    begun.release();
    reader.acquireUninterruptibly();
    if (text.equals("fail")) {
      throw new OutOfMemoryError("no memory");
    }
    shown.add(text);
  }
}
