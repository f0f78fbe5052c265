package chat.moebi.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import chat.moebi.output.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TextDisplayTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final TextDisplay plain = new TextDisplay(out, err, false);

  @Nested
  class StandardOutput {

    @Test
    void carriesMessages() throws IOException {
      plain.show(ALEX, "hi");

      assertOutput("alex@localhost: hi\n", "");
    }

    @Test
    void namesTheRoomOfAMessage() throws IOException {
      Message message = Messages.direct(ALEX, "hi\nho");
      plain.show(message);
      plain.show(
          new Message(
              message.id(),
              message.time(),
              ALEX,
              KATE,
              Optional.of(RoomName.parse("#dogs")),
              false,
              "wuff\nwuff",
              false));

      assertOutput("alex@localhost: hi\\nho\n#dogs alex@localhost: wuff\\nwuff\n", "");
    }

    @Test
    void carriesEmptyMessages() throws IOException {
      plain.show(ALEX, "");

      assertOutput("alex@localhost: \n", "");
    }

    @Test
    void carriesMessagesAtOtherNodesOfTheDemo() throws IOException {
      plain.showAt(KATE, ALEX, "hi");

      assertOutput("[kate] alex@localhost: hi\n", "");
    }

    @Test
    void carriesPrintedLinesApartFromMessages() throws IOException {
      plain.print(ALEX, "hi");
      plain.print(ALEX, "kate@localhost: forged\u001b");
      plain.printAt(KATE, "ok");
      plain.printAt(KATE, "\u009bhi");

      assertOutput("hi\n| kate@localhost: forged\\x1b\n[kate] | ok\n[kate] \\x9bhi\n", "");
    }

    @Test
    void carriesAnswers() {
      plain.answer("ok");

      assertOutput("ok\n", "");
    }
  }

  @Nested
  class StandardError {

    @Test
    void carriesErrors() {
      plain.error("no connection to nobody@localhost");

      assertOutput("", "error: no connection to nobody@localhost\n");
    }

    @Test
    void carriesNotices() {
      plain.note("kate@localhost left");

      assertOutput("", "note: kate@localhost left\n");
    }
  }

  @Nested
  class EachLine {

    @Test
    void isUtf8WhateverTheLocale() throws IOException {
      plain.show(ALEX, "käte \uD83D\uDC36 日本");

      assertOutput("alex@localhost: käte \uD83D\uDC36 日本\n", "");
    }

    @Test
    void keepsItsTabs() throws IOException {
      plain.show(ALEX, "a\tb");
      plain.answer("c\td");

      assertOutput("alex@localhost: a\tb\nc\td\n", "");
    }

    @Test
    void isEscaped() throws IOException {
      plain.show(ALEX, "\u001b[2J\nhi");
      plain.showAt(KATE, ALEX, "\u202e");
      plain.print(ALEX, "\u001b[1m");
      plain.printAt(KATE, "a\nb");
      plain.exit("<kate@localhost.3>", "\u001b]0;owned\u0007");
      plain.answer("\u0007");
      plain.error("\u009b");
      plain.note("\r");

      assertOutput(
          """
          alex@localhost: \\x1b[2J\\nhi
          [kate] alex@localhost: \\u202e
          \\x1b[1m
          [kate] a\\nb
          ** (EXIT from <kate@localhost.3>) \\x1b]0;owned\\x07
          \\x07
          """,
          "error: \\x9b\nnote: \\x0d\n");
    }

    @Test
    void survivesHalfASurrogatePair() throws IOException {
      plain.show(ALEX, "a\uD83Db");

      assertOutput("alex@localhost: a?b\n", "");
    }

    @Test
    void isWrittenInOnePieceAndFlushed() throws IOException {
      Chunks chunks = new Chunks();
      TextDisplay display = new TextDisplay(chunks, chunks, true);

      display.show(ALEX, "hi");
      display.error("no");

      assertThat(chunks.writes).isEqualTo(2);
      assertThat(chunks.flushes).isEqualTo(2);
    }
  }

  @Nested
  class Color {

    private final TextDisplay colored = new TextDisplay(out, err, true);

    @Test
    void isUsedOnlyIfItIsWanted() throws IOException {
      showAll(plain);

      assertThat(out.toString(UTF_8) + err.toString(UTF_8)).doesNotContain("\u001b");
    }

    @Test
    void marksTheSenderAndEndsBeforeTheText() throws IOException {
      colored.show(ALEX, "hi");

      assertOutput("\u001b[1malex@localhost\u001b[0m: hi\n", "");
    }

    @Test
    void marksErrorsAndNotices() {
      colored.error("no");
      colored.note("so");

      assertOutput("", "\u001b[31merror:\u001b[0m no\n\u001b[2mnote: so\u001b[0m\n");
    }

    @Test
    void changesNoWord() throws IOException {
      showAll(plain);
      String expectedOut = out.toString(UTF_8);
      String expectedErr = err.toString(UTF_8);
      out.reset();
      err.reset();

      showAll(colored);

      assertThat(AttributedString.stripAnsi(out.toString(UTF_8))).isEqualTo(expectedOut);
      assertThat(AttributedString.stripAnsi(err.toString(UTF_8))).isEqualTo(expectedErr);
    }

    @Test
    void doesNotComeFromAText() throws IOException {
      colored.show(ALEX, "\u001b[31mred");

      assertThat(out.toString(UTF_8)).endsWith(": \\x1b[31mred\n");
    }

    private void showAll(TextDisplay display) throws IOException {
      display.show(ALEX, "käte \uD83D\uDC36 ─┘ \u001b[1m");
      display.showAt(KATE, ALEX, "hi");
      display.answer("ok");
      display.error("no");
      display.note("so");
    }
  }

  @Nested
  class AStreamThatFails {

    private final OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    @Test
    void failsAMessage() {
      TextDisplay display = new TextDisplay(broken, err, false);

      assertThatIOException().isThrownBy(() -> display.show(ALEX, "hi")).withMessage("Broken pipe");
      assertThatIOException()
          .isThrownBy(() -> display.showAt(KATE, ALEX, "hi"))
          .withMessage("Broken pipe");
    }

    @Test
    void isAnErrorForAnAnswer() {
      TextDisplay display = new TextDisplay(broken, err, false);

      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(() -> display.answer("ok"))
          .withMessage("cannot write to standard output: Broken pipe");
    }

    @Test
    void isIgnoredOnStandardError() {
      TextDisplay display = new TextDisplay(out, broken, false);

      display.error("no");
      display.note("so");
      display.answer("ok");

      assertOutput("ok\n", "");
    }

    @Test
    void failsAMessageThatCannotBeFlushed() {
      TextDisplay display =
          new TextDisplay(
              new ByteArrayOutputStream() {
                @Override
                public void flush() throws IOException {
                  throw new IOException("No space left on device");
                }
              },
              err,
              false);

      assertThatIOException()
          .isThrownBy(() -> display.show(ALEX, "hi"))
          .withMessage("No space left on device");
    }
  }

  @Test
  void aStandardOutputThatBlocksDoesNotSilenceStandardError() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writing.countDown();
            try {
              read.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    TextDisplay display = new TextDisplay(full, err, false);
    CompletableFuture<Void> blocked = inAThread(() -> display.answer("ok"));
    writing.await();

    inAThread(() -> display.error("no")).get(30, TimeUnit.SECONDS);

    assertThat(blocked).isNotDone();
    assertOutput("", "error: no\n");
    read.countDown();
    blocked.get(30, TimeUnit.SECONDS);
  }

  // Since JDK 25 the default pool has a single thread on two cores.
  private static CompletableFuture<Void> inAThread(Runnable work) {
    return CompletableFuture.runAsync(work, task -> new Thread(task).start());
  }

  /** Counts writes and flushes. */
  private static final class Chunks extends OutputStream {

    private int writes;
    private int flushes;

    @Override
    public void write(int b) {
      writes++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      writes++;
    }

    @Override
    public void flush() {
      flushes++;
    }
  }

  private void assertOutput(String expectedOut, String expectedErr) {
    assertThat(out.toString(UTF_8)).isEqualTo(expectedOut);
    assertThat(err.toString(UTF_8)).isEqualTo(expectedErr);
  }
}
