package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.SpawnResult.Spawned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a monitor reports, and how often. */
class MonitoringTest extends SingleNodeTest {

  @Test
  void reportsEachReasonOnce() throws Exception {
    for (String order : List.of("done", "throw", "exit")) {
      Pid pid = spawn(SingleNodeTest::obedient);
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, order));

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " " + reasonOf(order));
      assertThat(observer.rest()).isEmpty();
    }
  }

  @Test
  void reportsKilledForAKilledProcess() throws Exception {
    Pid pid = spawn("greet", "");
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.exit(pid, ExitReason.KILL));

    assertThat(observer.next()).isEqualTo("DOWN " + pid + " killed");
  }

  @Test
  void reportsNoprocForAProcessThatHasEnded() throws Exception {
    Pid ended = spawn("sleep", "0");
    awaitEnd(ended);

    assertThat(observe(self -> self.monitor(ended)).next()).isEqualTo("DOWN " + ended + " noproc");
  }

  @Test
  void doesNotAffectTheMonitoredProcess() throws Exception {
    Observer watched = observe(self -> {});
    Pid watching =
        spawn(
            self -> {
              self.monitor(watched.pid());
              return obedient(self);
            });
    get(shell.send(watching, "throw"));
    awaitEnd(watching);

    assertThat(watched.rest()).isEmpty();
  }

  @Test
  void reportsNothingAfterADemonitor() throws Exception {
    Pid pid = spawn(SingleNodeTest::obedient);
    Observer earlier = observe(self -> self.demonitor(self.monitor(pid)));
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "throw"));

    observer.next();
    settle(pid);
    assertThat(earlier.rest()).isEmpty();
  }

  @Test
  void reportsTheEndOncePerMonitor() throws Exception {
    Pid pid = spawn(SingleNodeTest::obedient);
    List<Long> monitors = new ArrayList<>();
    BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    CountDownLatch watching = new CountDownLatch(1);
    spawn(
        self -> {
          monitors.add(self.monitor(pid));
          long unwanted = self.monitor(pid);
          monitors.add(self.monitor(pid));
          self.demonitor(unwanted);
          watching.countDown();
          return into(received);
        });
    assertThat(watching.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "exit"));
    observer.next();
    settle(pid);
    ExitReason reason = ExitReason.of("no paper");

    assertThat(List.of(next(received), next(received)))
        .containsExactlyInAnyOrder(
            new Received.Down(monitors.get(0), pid, reason),
            new Received.Down(monitors.get(1), pid, reason));
    assertThat(received).isEmpty();
  }

  @Test
  void losesNoMonitorOrLinkThatRacesWithTheEnd() throws Exception {
    int count = 1_000;
    Map<Pid, Integer> downs = new HashMap<>(); // Of the process's thread, until it has ended.
    Map<Pid, Integer> exits = new HashMap<>();
    AtomicInteger left = new AtomicInteger(2 * count);
    Call<None> brief = bodies.call(self -> Next.done());
    Pid racing =
        spawn(
            self -> {
              self.trapExits(true);
              for (int i = 0; i < count; i++) {
                self.spawn(ALEX, brief);
              }
              return race(self, downs, exits, left);
            });

    assertThat(awaitEnd(racing)).isEqualTo("normal");
    assertThat(downs).hasSize(count).allSatisfy((pid, times) -> assertThat(times).isOne());
    assertThat(exits).hasSize(count).allSatisfy((pid, times) -> assertThat(times).isOne());
  }

  private Next<None> race(
      Self self, Map<Pid, Integer> downs, Map<Pid, Integer> exits, AtomicInteger left) {
    return Next.receive(
        received -> {
          if (received instanceof Received.Message) {
            return Next.done(); // All that was on its way before it is here.
          } else if (received instanceof Received.Spawned spawned
              && spawned.result() instanceof Spawned there) {
            self.monitor(there.pid());
            self.link(there.pid());
          } else if (received instanceof Received.Down down) {
            downs.merge(down.pid(), 1, Integer::sum);
          } else if (received instanceof Received.Exit exit) {
            exits.merge(exit.from(), 1, Integer::sum);
          }
          if (!(received instanceof Received.Spawned) && left.decrementAndGet() == 0) {
            self.send(self.pid(), "(end)");
          }
          return race(self, downs, exits, left);
        });
  }
}
