package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Refusal.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Selective receive, and the limit of a mailbox. */
class ReceivingTest extends SingleNodeTest {

  @Test
  void leavesSkippedMessagesInOrder() throws Exception {
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    Pid picky = spawn(self -> wanted(handled, "c", "a", "d", "b"));
    for (String text : List.of("a", "b", "a", "c")) {
      assertThat(get(shell.send(picky, text))).isNull();
    }
    assertThat(handled).containsExactly("c", "a");
    assertThat(mailbox(picky)).isEqualTo(2);

    assertThat(get(shell.send(picky, "d"))).isNull();
    assertThat(handled).containsExactly("c", "a", "d", "b");
    assertThat(mailbox(picky)).isEqualTo(1);
  }

  @Test
  void takesTheOldestEarlierMessage() {
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    Pid late = spawn(self -> Next.receive(on("go", () -> all(handled))));
    for (String text : List.of("1", "2", "3", "go", "4")) {
      assertThat(get(shell.send(late, text))).isNull();
    }

    assertThat(handled).containsExactly("1", "2", "3", "4");
  }

  @Test
  void takesTheOtherStepWhenNothingFitsInTime() throws Exception {
    Pid patient =
        spawn(
            self ->
                Next.<None>receive(received -> Next.skip())
                    .after(Duration.ofMillis(200), () -> Next.exit(ExitReason.of("too late"))));
    assertThat(get(shell.send(patient, "skipped"))).isNull();

    assertThat(awaitEnd(patient)).isEqualTo("too late");
  }

  @Test
  void doesNotTimeOutAfterAMessageThatFits() throws Exception {
    Pid patient =
        spawn(
            self ->
                Next.<None>receive(
                        on(
                            "hi",
                            () ->
                                Next.<None>receive(received -> Next.skip())
                                    .after(Duration.ofMillis(400), Next::done)))
                    .after(Duration.ofMillis(200), () -> Next.exit(ExitReason.of("too late"))));
    assertThat(get(shell.send(patient, "hi"))).isNull();

    assertThat(awaitEnd(patient)).isEqualTo("normal");
  }

  @Test
  void doesNotWaitWithATimeoutOfZero() throws Exception {
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    Pid hasty = spawn(self -> Next.receive(on("go", () -> drain(handled))));
    get(shell.send(hasty, "1"));
    get(shell.send(hasty, "2"));
    Observer observer = observe(self -> self.monitor(hasty));
    get(shell.send(hasty, "go"));

    assertThat(observer.next()).endsWith(" normal");
    assertThat(handled).containsExactly("1", "2");
  }

  @Test
  void readsRecordsAndTexts() {
    CompletableFuture<Bodies.Key> read = new CompletableFuture<>();
    Pid reading =
        spawn(
            self ->
                Next.receive(
                    received -> {
                      if (received instanceof Received.Message m && !m.isText("no record")) {
                        read.complete(m.as(Bodies.Key.class));
                        return Next.done();
                      }
                      return Next.skip();
                    }));
    get(shell.send(reading, "no record"));
    get(shell.send(reading, new Bodies.Key(7)));

    assertThat(get(read)).isEqualTo(new Bodies.Key(7));
  }

  @Test
  void refusesAMessageToNoProcess() throws Exception {
    Pid ended = spawn("sleep", "0");
    awaitEnd(ended);
    Pid never = new Pid(ALEX, 4711, TestRuntimes.INCARNATION);
    Pid earlier = new Pid(ALEX, 0, TestRuntimes.INCARNATION - 1);

    for (Pid none : List.of(ended, never, earlier)) {
      assertThat(get(shell.send(none, "hi")))
          .isEqualTo(new Refusal(Kind.NO_PROCESS, ALEX, "no process " + none));
    }
  }

  @Test
  void refusesMessagesWhileTheMailboxIsFull() {
    Pid full = spawn(self -> Next.receive(on("go", SingleNodeTest::idle)));
    for (int i = 0; i < MAX_MAILBOX; i++) {
      assertThat(get(shell.send(full, "hi"))).isNull();
    }
    assertThat(get(shell.send(full, "hi")))
        .isEqualTo(new Refusal(Kind.BUSY, ALEX, "alex@localhost is busy; try again"));
    assertThat(mailbox(full)).isEqualTo(MAX_MAILBOX);

    for (int i = 0; i < MAX_MAILBOX; i++) {
      get(shell.send(shell.pid(), "hi"));
    }
    assertThat(get(shell.send(shell.pid(), "hi")).kind()).isEqualTo(Kind.BUSY);
    get(shell.flush());
    assertThat(get(shell.send(shell.pid(), "hi"))).isNull();
  }

  @Test
  void acceptsExitsAndDownsInAFullMailbox() throws Exception {
    for (int i = 0; i < MAX_MAILBOX; i++) {
      get(shell.send(shell.pid(), "hi"));
    }
    Pid pid = spawn(SingleNodeTest::obedient);
    get(shell.monitor(pid));
    get(shell.send(pid, "exit"));
    settle(pid);

    assertThat(flush()).hasSize(MAX_MAILBOX + 1).endsWith("DOWN " + pid + " no paper");
  }

  @Test
  void refusesATooLongMessage() {
    assertThatThrownBy(() -> get(shell.send(shell.pid(), "x".repeat(70_000))))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the message is too long: ");
  }

  private Next<None> wanted(BlockingQueue<String> handled, String... texts) {
    if (texts.length == 0) {
      return idle();
    }
    return Next.receive(
        on(
            texts[0],
            () -> {
              handled.add(texts[0]);
              return wanted(
                  handled, List.of(texts).subList(1, texts.length).toArray(new String[0]));
            }));
  }

  private static Next<None> all(BlockingQueue<String> handled) {
    return Next.receive(
        received -> {
          handled.add(received.line());
          return all(handled);
        });
  }

  private static Next<None> drain(BlockingQueue<String> handled) {
    return Next.<None>receive(
            received -> {
              handled.add(received.line());
              return drain(handled);
            })
        .after(Duration.ZERO, Next::done);
  }
}
