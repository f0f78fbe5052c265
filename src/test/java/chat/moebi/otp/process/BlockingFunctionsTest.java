package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.None;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How blocking functions run, print and end. */
class BlockingFunctionsTest extends SingleNodeTest {

  @Test
  void runOnThreadsOfTheirOwn() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    spawn(bodies.blocking(io -> thread.complete(Thread.currentThread().getName())));

    assertThat(get(thread)).contains("chat.function-dispatcher");
  }

  @Test
  void endWithTheErrorThatTheyThrow() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    for (Throwable thrown :
        List.of(new Exception("no paper"), new NoClassDefFoundError("no paper"))) {
      Pid pid =
          spawn(
              bodies.blocking(
                  io -> {
                    go.await();
                    if (thrown instanceof Error error) {
                      throw error;
                    }
                    throw (Exception) thrown;
                  }));
      Observer observer = observe(self -> self.monitor(pid));
      go.countDown();

      assertThat(observer.next()).matches("DOWN " + pid + " (no paper|noproc)");
    }
  }

  @Test
  void endEvenIfTheMessageOfTheErrorThrows() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Pid pid =
        spawn(
            bodies.blocking(
                io -> {
                  go.await();
                  throw new IllegalStateException() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String getMessage() {
                      throw new UnsupportedOperationException("no message");
                    }
                  };
                }));
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "after the monitor"));
    go.countDown();

    assertThat(observer.next()).isEqualTo("DOWN " + pid + " no message");
  }

  @Test
  void endAtOnceAndAreInterruptedWhenToldToExit() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> interrupted = new CompletableFuture<>();
    CountDownLatch mayEnd = new CountDownLatch(1);
    Pid pid =
        spawn(
            bodies.blocking(
                io -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.complete("yes");
                    mayEnd.await();
                  }
                }));
    assertThat(begun.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.exit(pid, ExitReason.KILL));

    String told = observer.next(); // Its thread is still busy.
    mayEnd.countDown();
    assertThat(told).isEqualTo("DOWN " + pid + " killed");
    assertThat(get(interrupted)).isEqualTo("yes");
  }

  @Test
  void releaseTheirThreadEvenIfTheyPrintAfterTheirEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Throwable> printed = new CompletableFuture<>();
    Pid pid =
        spawn(
            bodies.blocking(
                io -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    try {
                      io.print("interrupted");
                    } catch (InterruptedException again) {
                      printed.complete(again);
                    }
                  }
                }));
    assertThat(begun.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    get(shell.exit(pid, ExitReason.KILL));

    assertThat(get(printed)).isInstanceOf(InterruptedException.class);
    assertThat(shown).isEmpty();
  }

  @Test
  void continueAfterALineOnlyWhenItIsWritten() throws Exception {
    reader.drainPermits();
    CompletableFuture<Void> written = new CompletableFuture<>();
    spawn(
        bodies.blocking(
            io -> {
              io.print("1");
              written.complete(null);
            }));
    assertThat(nextShown()).isEqualTo("alex@localhost prints 1");
    assertThat(written).isNotDone();
    reader.release();

    assertThat(get(written)).isNull();
  }

  @Test
  void runSixteenAtATime() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore begun = new Semaphore(0);
    Semaphore mayEnd = new Semaphore(0);
    Call<None> call =
        bodies.blocking(
            io -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              begun.release();
              mayEnd.acquire();
              running.decrementAndGet();
            });
    for (int i = 0; i < 40; i++) {
      spawn(call);
    }
    assertThat(begun.tryAcquire(16, TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 24; i++) {
      mayEnd.release();
      assertThat(begun.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    mayEnd.release(16);

    assertThat(most).hasValue(16);
  }
}
