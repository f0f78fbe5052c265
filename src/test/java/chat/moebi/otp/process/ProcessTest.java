package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.node.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.NamedFunction;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Refusal.Kind;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import chat.moebi.otp.process.SpawnResult.Spawned;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Shows what processes do on one node: each test has a node of its own, in one ActorSystem. */
@StartsActorSystem
class ProcessTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long PATIENCE_SECONDS = 20;
  private static final int MAX_MAILBOX = 50;

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  "akka.actor.provider = local, chat.process.max-mailbox = " + MAX_MAILBOX)
              .withFallback(ConfigFactory.load()));

  private final Bodies bodies = new Bodies();
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private final Semaphore reader = new Semaphore(Integer.MAX_VALUE);
  private ProcessRuntime host;
  private ShellProcess shell;

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void start() {
    List<NamedFunction<?, ?>> own = new ArrayList<>(bodies.functions());
    own.add(new Neither());
    CompletableFuture<ShellProcess> started = new CompletableFuture<>();
    host =
        TestRuntimes.start(
            KIT,
            ALEX,
            Functions.installed().with(own),
            new Shown(),
            (context, node) -> started.complete(ShellProcess.start(context, node)));
    shell = started.join();
  }

  @AfterEach
  void readAll() {
    reader.drainPermits();
    reader.release(Integer.MAX_VALUE);
  }

  @Nested
  class Spawning {

    @Test
    void countsFromOneAfterTheShellWhichIsZero() {
      assertThat(shell.pid()).hasToString("<alex@localhost.0>");
      assertThat(spawn("greet", "")).hasToString("<alex@localhost.1>");
      assertThat(spawn("greet", "")).hasToString("<alex@localhost.2>");
    }

    @Test
    void refusesAFunctionThatThereIsNotAndSaysWhichThereAre() {
      assertThat(refusal(Call.typed("foo", "")))
          .isEqualTo(
              new Refusal(
                  Kind.UNKNOWN_FUNCTION,
                  ALEX,
                  "alex@localhost has no function foo; it has: blocking_body, body, crash, echo,"
                      + " greet, neither, say_name, sleep, system"));
    }

    @Test
    void refusesArgumentsThatTheFunctionCannotTake() {
      assertThat(refusal(Call.typed("sleep", "long")))
          .isEqualTo(
              new Refusal(Kind.BAD_ARGUMENTS, ALEX, "sleep cannot take \"long\"; write sleep MS"));
    }

    @Test
    void refusesAFunctionOfAKindThatNoProcessCanRun() {
      assertThat(refusal(Call.typed("neither", "")))
          .isEqualTo(
              new Refusal(
                  Kind.BAD_ARGUMENTS,
                  ALEX,
                  "neither is neither a ProcessFunction nor a BlockingFunction"));
    }

    @Test
    void refusesWhatIsForANodeThatThereIsNot() {
      NodeName kate = NodeName.parse("kate@localhost");
      SpawnResult result = get(shell.spawn(kate, Call.typed("greet", "")));

      assertThat(result).isEqualTo(new NotSpawned(Refusal.noConnection(kate)));
    }

    @Test
    void wastesNoNumberOnWhatIsRefused() {
      refusal(Call.typed("sleep", "long"));

      assertThat(spawn("greet", "").number()).isEqualTo(1);
    }

    @Test
    void isListedWithWhatItDoesAndHowMuchItHasNotHandled() {
      Pid greet = spawn("greet", "");
      assertThat(get(shell.send(greet, "ho"))).isNull();

      assertThat(get(shell.list(ALEX)).orElseThrow().stream().map(ProcessInfo::line))
          .satisfiesExactly(
              line -> assertThat(line).matches("<alex@localhost.0> shell waiting 0 \\d+s"),
              line -> assertThat(line).matches("<alex@localhost.1> greet waiting 1 \\d+s"));
    }

    @Test
    void isListedNoMoreAfterItsEnd() throws Exception {
      Pid sleep = spawn("sleep", "0");
      awaitEnd(sleep);

      KIT.createTestProbe()
          .awaitAssert(
              () -> {
                assertThat(pids()).contains(shell.pid()).doesNotContain(sleep);
                return null;
              });
    }

    @Test
    void isListedInOrderOverSeveralPages() {
      List<CompletionStage<SpawnResult>> spawned =
          IntStream.range(0, 1_200)
              .mapToObj(i -> shell.spawn(ALEX, Call.typed("greet", "")))
              .toList();
      spawned.forEach(Observer::get);

      List<Pid> pids = pids();
      assertThat(pids.stream().filter(p -> p.number() <= 1_200).map(Pid::number))
          .containsExactlyElementsOf(Stream.iterate(0L, n -> n + 1).limit(1_201).toList());
    }

    @Test
    void byAProcessIsAnsweredInItsMailbox() throws Exception {
      Observer parent =
          observe(
              self -> {
                assertThat(self.spawn(ALEX, bodies.call(s -> idle()))).isEqualTo(1);
                assertThat(self.spawnLink(ALEX, Call.typed("foo", ""))).isEqualTo(2);
              });

      assertThat(parent.next()).startsWith("Spawned[request=1, result=Spawned[pid=");
      assertThat(parent.next())
          .startsWith("Spawned[request=2, result=NotSpawned[refusal=Refusal[kind=UNKNOWN_FUNCTION");
    }

    @Test
    void byAProcessInheritsTheGroupLeader() throws Exception {
      observe(self -> self.spawn(ALEX, Call.typed("say_name", ""))).next();

      assertThat(nextShown()).isEqualTo("alex@localhost prints Hi, my name is Alex");
    }

    @Test
    void byAProcessCanLinkItFromItsBeginning() throws Exception {
      Observer parent =
          observe(
              self -> {
                self.trapExits(true);
                self.spawnLink(ALEX, Call.typed("crash", "boom"));
              });
      Observer other = observe(self -> self.spawn(ALEX, Call.typed("crash", "boom")));

      String[] two = {parent.next(), parent.next()};
      assertThat(two).anyMatch(line -> line.matches("EXIT <alex@localhost.\\d+> boom"));
      other.next();
      assertThat(other.rest()).isEmpty();
    }
  }

  @Nested
  class Receiving {

    @Test
    void leavesSkippedMessagesWhereTheyAreAndInTheirOrder() throws Exception {
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
    void takesTheOldestOfThoseThatCameBefore() {
      BlockingQueue<String> handled = new LinkedBlockingQueue<>();
      Pid late = spawn(self -> Next.receive(on("go", () -> all(handled))));
      for (String text : List.of("1", "2", "3", "go", "4")) {
        assertThat(get(shell.send(late, text))).isNull();
      }

      assertThat(handled).containsExactly("1", "2", "3", "4");
    }

    @Test
    void goesOnOtherwiseWhenNothingFitsInTime() throws Exception {
      Pid patient =
          spawn(
              self ->
                  Next.<None>receive(received -> Next.skip())
                      .after(Duration.ofMillis(200), () -> Next.exit(ExitReason.of("too late"))));
      assertThat(get(shell.send(patient, "skipped"))).isNull();

      assertThat(awaitEnd(patient)).isEqualTo("too late");
    }

    @Test
    void doesNotGoOnOtherwiseAfterAMessageThatFits() throws Exception {
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
    void doesNotWaitAtAllWithATimeoutOfZero() throws Exception {
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
      Pid former = new Pid(ALEX, 0, TestRuntimes.INCARNATION - 1);

      for (Pid none : List.of(ended, never, former)) {
        assertThat(get(shell.send(none, "hi")))
            .isEqualTo(new Refusal(Kind.NO_PROCESS, ALEX, "no process " + none));
      }
    }

    @Test
    void refusesMessagesWhenTheMailboxIsFullAndTakesThemWhenThereIsRoomAgain() {
      Pid full = spawn(self -> Next.receive(on("go", ProcessTest::idle)));
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
    void hasRoomForExitsAndDownsThoughTheMailboxIsFull() throws Exception {
      for (int i = 0; i < MAX_MAILBOX; i++) {
        get(shell.send(shell.pid(), "hi"));
      }
      Pid pid = spawn(ProcessTest::obedient);
      get(shell.monitor(pid));
      get(shell.send(pid, "exit"));
      settle(pid);

      assertThat(flush()).hasSize(MAX_MAILBOX + 1).endsWith("DOWN " + pid + " no paper");
    }

    @Test
    void refusesWhatIsTooLongToBeSent() {
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

  @Nested
  class Linking {

    @Test
    void takesTheLinkedWithTheReasonOfACrash() throws Exception {
      Pid first = spawn(ProcessTest::obedient);
      Pid second = observe(self -> self.link(first)).pid();
      Pid third = observe(self -> self.link(second)).pid();
      Observer observer = observe(self -> self.monitor(third));
      get(shell.send(first, "throw"));

      assertThat(observer.next()).isEqualTo("DOWN " + third + " thrown");
    }

    @Test
    void leavesTheLinkedAloneAfterANormalEnd() throws Exception {
      Pid first = spawn(ProcessTest::obedient);
      Observer linked = observe(self -> self.link(first));
      Observer observer = observe(self -> self.monitor(first));
      get(shell.send(first, "done"));

      assertThat(observer.next()).isEqualTo("DOWN " + first + " normal");
      assertThat(linked.rest()).isEmpty();
    }

    @Test
    void tellsOneThatTrapsExitsEachReasonAsAMessage() throws Exception {
      for (String order : List.of("done", "throw", "exit")) {
        Pid pid = spawn(ProcessTest::obedient);
        Observer trapping = observeTrapping(self -> self.link(pid));
        get(shell.send(pid, order));

        assertThat(trapping.next()).isEqualTo("EXIT " + pid + " " + reasonOf(order));
        assertThat(trapping.rest()).isEmpty();
      }
    }

    @Test
    void letsAProcessTrapNoMoreWhatItTrappedBefore() throws Exception {
      Pid pid = spawn(ProcessTest::obedient);
      Observer linked =
          observeTrapping(
              self -> {
                self.link(pid);
                self.trapExits(false);
              });
      Observer observer = observe(self -> self.monitor(linked.pid()));
      get(shell.send(pid, "exit"));

      assertThat(observer.next()).isEqualTo("DOWN " + linked.pid() + " no paper");
    }

    @Test
    void killsWhatTrapsExitsAndTellsTheLinkedThatItWasKilled() throws Exception {
      Observer victim = observeTrapping(self -> {});
      Observer linked = observeTrapping(self -> self.link(victim.pid()));
      Pid untrapped = observe(self -> self.link(victim.pid())).pid();
      Observer observer = observe(self -> self.monitor(untrapped));
      get(shell.exit(victim.pid(), ExitReason.KILL));

      assertThat(linked.next()).isEqualTo("EXIT " + victim.pid() + " killed");
      assertThat(observer.next()).isEqualTo("DOWN " + untrapped + " killed");
    }

    @Test
    void ignoresThatAnotherSaysExitNormal() throws Exception {
      Observer alone = observe(self -> {});
      Observer trapping = observeTrapping(self -> {});
      get(shell.exit(alone.pid(), ExitReason.NORMAL));
      get(shell.exit(trapping.pid(), ExitReason.NORMAL));

      assertThat(alone.rest()).isEmpty();
      assertThat(trapping.rest()).containsExactly("EXIT " + shell.pid() + " normal");
    }

    @Test
    void endsAProcessThatSaysExitNormalToItself() throws Exception {
      Pid pid = spawn(self -> Next.receive(on("go", () -> exitNormal(self))));
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "go"));

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " normal");
    }

    @Test
    void endsAProcessWithTheReasonThatItIsTold() throws Exception {
      for (String reason : List.of("shutdown", "no paper", "killed")) {
        Pid pid = spawn("greet", "");
        Observer observer = observe(self -> self.monitor(pid));
        get(shell.exit(pid, ExitReason.parse(reason)));

        assertThat(observer.next()).isEqualTo("DOWN " + pid + " " + reason);
      }
    }

    @Test
    void saysNoprocOfAProcessThatIsNoMore() throws Exception {
      Pid ended = spawn("sleep", "0");
      awaitEnd(ended);
      Observer trapping = observeTrapping(self -> self.link(ended));
      assertThat(trapping.next()).isEqualTo("EXIT " + ended + " noproc");

      Pid untrapped =
          spawn(
              when(
                  "link",
                  self -> {
                    self.link(ended);
                    return idle();
                  }));
      Observer observer = observe(self -> self.monitor(untrapped));
      get(shell.send(untrapped, "link"));
      assertThat(observer.next()).isEqualTo("DOWN " + untrapped + " noproc");
    }

    @Test
    void saysNoprocOfAProcessOfAFormerStartOfThisNode() throws Exception {
      Pid former = new Pid(ALEX, 0, TestRuntimes.INCARNATION - 1);
      Observer trapping =
          observeTrapping(
              self -> {
                self.link(former);
                self.monitor(former);
              });

      assertThat(trapping.next()).isEqualTo("EXIT " + former + " noproc");
      assertThat(trapping.next()).isEqualTo("DOWN " + former + " noproc");
    }

    @Test
    void harmsNobodyAfterAnUnlink() throws Exception {
      Pid pid = spawn(ProcessTest::obedient);
      Observer unlinked =
          observe(
              self -> {
                self.link(pid);
                self.unlink(pid);
              });
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "throw"));

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " thrown");
      assertThat(unlinked.rest()).isEmpty();
    }

    @Test
    void isOneLinkHoweverOftenAndFromWhicheverSideItIsMade() throws Exception {
      CompletableFuture<Pid> other = new CompletableFuture<>();
      Pid pid =
          spawn(
              when(
                  "link",
                  self -> {
                    self.link(other.join());
                    return obedient(self);
                  }));
      Observer trapping =
          observeTrapping(
              self -> {
                self.link(pid);
                self.link(pid);
              });
      other.complete(trapping.pid());
      get(shell.send(pid, "link"));
      get(shell.send(pid, "throw"));

      assertThat(trapping.next()).isEqualTo("EXIT " + pid + " thrown");
      assertThat(trapping.rest()).isEmpty();
    }

    @Test
    void isGoneForBothWhenOneUnlinks() throws Exception {
      Pid pid = spawn(ProcessTest::obedient);
      Observer trapping = observeTrapping(self -> self.link(pid));
      Observer unlinking =
          observe(
              self -> {
                self.link(pid);
                self.unlink(pid);
              });
      get(shell.exit(unlinking.pid(), ExitReason.of("mine")));
      get(shell.send(pid, "done"));

      assertThat(trapping.next()).isEqualTo("EXIT " + pid + " normal"); // And not: mine.
    }

    private Next<None> exitNormal(Self self) {
      self.exit(self.pid(), ExitReason.NORMAL);
      return idle();
    }
  }

  @Nested
  class Monitoring {

    @Test
    void saysEachReasonOnce() throws Exception {
      for (String order : List.of("done", "throw", "exit")) {
        Pid pid = spawn(ProcessTest::obedient);
        Observer observer = observe(self -> self.monitor(pid));
        get(shell.send(pid, order));

        assertThat(observer.next()).isEqualTo("DOWN " + pid + " " + reasonOf(order));
        assertThat(observer.rest()).isEmpty();
      }
    }

    @Test
    void saysKilledOfWhatWasKilled() throws Exception {
      Pid pid = spawn("greet", "");
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.exit(pid, ExitReason.KILL));

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " killed");
    }

    @Test
    void saysNoprocOfAProcessThatIsNoMore() throws Exception {
      Pid ended = spawn("sleep", "0");
      awaitEnd(ended);

      assertThat(observe(self -> self.monitor(ended)).next())
          .isEqualTo("DOWN " + ended + " noproc");
    }

    @Test
    void isOfNoConsequenceForTheOneThatIsWatched() throws Exception {
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
    void saysNothingAfterADemonitor() throws Exception {
      Pid pid = spawn(ProcessTest::obedient);
      Observer former = observe(self -> self.demonitor(self.monitor(pid)));
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "throw"));

      observer.next();
      settle(pid);
      assertThat(former.rest()).isEmpty();
    }

    @Test
    void saysItForEachMonitorOfTheSameProcess() throws Exception {
      Pid pid = spawn(ProcessTest::obedient);
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
      assertThat(watching.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
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
    void losesNoMonitorAndNoLinkThatRacesWithTheEnd() throws Exception {
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

  @Nested
  class TheShell {

    @Test
    void startsAnewWithAnotherPidAndAnEmptyMailboxWhenALinkedProcessCrashes() throws Exception {
      Pid former = shell.pid();
      Pid linked = spawnLink(ProcessTest::obedient);
      get(shell.send(shell.pid(), "before"));
      get(shell.trapExits(true));
      get(shell.trapExits(false));
      get(shell.send(linked, "throw"));

      assertThat(nextShown()).isEqualTo("EXIT from " + linked + ": thrown");
      assertThat(flush()).isEmpty();
      assertThat(shell.pid()).isNotEqualTo(former);
      assertThat(shell.pid().number()).isGreaterThan(linked.number());
      assertThat(get(shell.send(former, "hi"))).isEqualTo(Refusal.noProcess(former));
      assertThat(get(shell.send(shell.pid(), "hi"))).isNull();
      assertThat(flush()).containsExactly("hi");
      assertThat(pids()).containsExactly(shell.pid());
    }

    @Test
    void takesThoseWithItThatItIsLinkedToAndTellsThoseThatWatchIt() throws Exception {
      Pid former = shell.pid();
      Pid linked = spawnLink(ProcessTest::obedient);
      Pid other = spawnLink(ProcessTest::obedient);
      Observer observer =
          observe(
              self -> {
                self.monitor(other);
                self.monitor(former);
              });
      get(shell.send(linked, "exit"));

      assertThat(List.of(observer.next(), observer.next()))
          .containsExactlyInAnyOrder("DOWN " + other + " no paper", "DOWN " + former + " no paper");
    }

    @Test
    void stillHasTheAnswerToWhatItHasSentWhenThatTakesItDown() throws Exception {
      Pid linked = spawnLink(ProcessTest::obedient);
      CompletionStage<Refusal> sent = shell.send(linked, "throw");

      assertThat(nextShown()).isEqualTo("EXIT from " + linked + ": thrown");
      assertThat(get(sent)).isNull();
    }

    @Test
    void livesOnAfterANormalEnd() throws Exception {
      Pid former = shell.pid();
      Pid linked = spawnLink(ProcessTest::obedient);
      get(shell.monitor(linked));
      get(shell.send(linked, "done"));
      awaitEnd(linked);

      assertThat(flush()).containsExactly("DOWN " + linked + " normal");
      assertThat(shell.pid()).isEqualTo(former);
      assertThat(shown).isEmpty();
    }

    @Test
    void trapsExitsUntilItStartsAnew() throws Exception {
      get(shell.trapExits(true));
      Pid linked = spawnLink(ProcessTest::obedient);
      get(shell.send(linked, "throw"));
      awaitEnd(linked);
      assertThat(flush()).containsExactly("EXIT " + linked + " thrown");

      Pid former = shell.pid();
      get(shell.exit(former, ExitReason.KILL));
      assertThat(nextShown()).isEqualTo("EXIT from " + former + ": killed");
      Pid another = spawnLink(ProcessTest::obedient);
      get(shell.send(another, "throw"));
      assertThat(nextShown()).isEqualTo("EXIT from " + another + ": thrown");
    }

    @Test
    void isFlushedOldestFirst() throws Exception {
      Pid sleep = spawn("sleep", "0");
      awaitEnd(sleep);
      get(shell.send(shell.pid(), "1"));
      Pid greet = spawn("greet", "");
      get(shell.send(greet, "hi"));
      get(shell.send(shell.pid(), new Bodies.Key(7)));

      assertThat(flush()).containsExactly("1", "sup?", "7");
      assertThat(flush()).isEmpty();
    }

    @Test
    void isToldNothingOfALinkThatItHasRemovedNorOfAMonitor() throws Exception {
      Pid linked = spawnLink(ProcessTest::obedient);
      get(shell.unlink(linked));
      get(shell.demonitor(get(shell.monitor(linked))));
      get(shell.send(linked, "throw"));
      awaitEnd(linked);

      assertThat(flush()).isEmpty();
      assertThat(shown).isEmpty();
    }

    @Test
    void losesNothingThatIsAskedOfItWhileItStartsAnew() throws Exception {
      List<CompletionStage<?>> asked = new ArrayList<>();
      Pid echo = spawn("echo", "");
      for (int i = 0; i < 100; i++) {
        asked.add(shell.spawnLink(ALEX, Call.typed("crash", "boom")));
        asked.add(shell.send(echo, "hi"));
        asked.add(shell.flush());
        asked.add(shell.monitor(echo));
        asked.add(shell.list(ALEX));
      }
      for (CompletionStage<?> stage : asked) {
        Object answer = get(stage);
        assertThat(answer instanceof Refusal || answer instanceof NotSpawned).isFalse();
      }
      assertThat(nextShown()).endsWith(": boom");
    }

    @Test
    void isNotHarmedByWhatCannotBeDone() {
      assertThatThrownBy(() -> get(shell.link(null)))
          .hasRootCauseInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> get(shell.send(null, "hi")))
          .isInstanceOf(NullPointerException.class);

      assertThat(get(shell.send(shell.pid(), "still here"))).isNull();
      assertThat(flush()).containsExactly("still here");
    }
  }

  @Nested
  class Unlinking {

    @Test
    void countsFromTheMomentInWhichAPidIsKnown() throws Exception {
      Pid before = shell.pid();
      for (int i = 0; i < 200; i++) {
        Pid pid = spawnLink(self -> Next.receive(on("go", () -> Next.exit(ExitReason.of("no")))));
        get(shell.unlink(pid));
        get(shell.monitor(pid));
        get(shell.send(pid, "go"));
      }
      assertThat(shell.pid()).isEqualTo(before);
    }
  }

  @Nested
  class Failing {

    @Test
    void endsJustTheProcessWhoseStepThrows() throws Exception {
      Observer neighbour = observe(self -> {});
      for (Error error :
          List.of(new NoClassDefFoundError("x/Y"), new AssertionError("x/Y"), recursion())) {
        Pid pid =
            spawn(
                self ->
                    Next.receive(
                        received -> {
                          throw error;
                        }));
        Observer observer = observe(self -> self.monitor(pid));
        get(shell.send(pid, "go"));

        assertThat(observer.next()).isEqualTo("DOWN " + pid + " x/Y");
      }
      assertThat(neighbour.rest()).isEmpty();
    }

    @Test
    void endsAProcessThatThrowsWhateverThereIsInItsFirstStepToo() throws Exception {
      List<Throwable> thrown = List.of(new IOError(new IOException("x/Y")), new Error("x/Y"));
      for (Throwable error : thrown) {
        Observer trapping =
            observeTrapping(
                self ->
                    self.spawnLink(
                        ALEX,
                        bodies.call(
                            child -> {
                              throw (Error) error;
                            })));
        String[] two = {trapping.next(), trapping.next()}; // That it was spawned, and its end.
        assertThat(two[1]).startsWith("EXIT <alex@localhost.").endsWith("x/Y");
        long number = Pid.parse(two[1].split(" ")[1]).number();
        Pid ended = new Pid(ALEX, number, TestRuntimes.INCARNATION);
        assertThat(get(shell.send(ended, "hi"))).isEqualTo(Refusal.noProcess(ended));
      }
    }

    @Test
    void endsAProcessWhoseBlockingFunctionHasNoMemory() throws Exception {
      Observer trapping =
          observeTrapping(
              self ->
                  self.spawnLink(
                      ALEX,
                      bodies.blocking(
                          io -> {
                            throw new OutOfMemoryError("no room");
                          })));
      trapping.next();
      assertThat(trapping.next()).endsWith(" no room");
    }

    @Test
    void runsNoFurtherStepOfAProcessThatWaitsForItsLastLineOnly() throws Exception {
      AtomicInteger handled = new AtomicInteger();
      Pid pid =
          spawn(
              self ->
                  Next.receive(
                      on(
                          "go",
                          () ->
                              Next.receive(
                                  received -> {
                                    self.print("handling " + handled.incrementAndGet());
                                    throw new IllegalStateException("boom " + handled.get());
                                  }))));
      reader.drainPermits();
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "go"));
      get(shell.send(pid, "one"));
      get(shell.send(pid, "two"));
      reader.release();
      assertThat(observer.next()).isEqualTo("DOWN " + pid + " boom 1");
      assertThat(handled).hasValue(1);
    }

    @Test
    void saysThatAFunctionReturnedNull() throws Exception {
      Pid pid = spawn(self -> Next.receive(on("go", () -> Next.done(null))));
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "go"));
      assertThat(observer.next())
          .isEqualTo("DOWN " + pid + " the function returned null; None stands for nothing");
    }

    @Test
    void refusesATimeThatIsTooLongForAnyTimer() {
      assertThat(refusal(Call.typed("sleep", "99999999999999")).sentence())
          .isEqualTo("sleep cannot take \"99999999999999\"; write sleep MS");
    }

    @Test
    void letsTheHandlerOfAKeptMessageDropWhatIsBehindIt() throws Exception {
      Pid watched = spawn("greet", "");
      Pid pid =
          spawn(
              self -> {
                long monitor = self.monitor(watched);
                return Next.receive(
                    on(
                        "go",
                        () ->
                            Next.receive(
                                on(
                                    "x",
                                    () -> {
                                      self.demonitor(monitor);
                                      return Next.receive(Failing::saidLast);
                                    }))));
              });
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "skipped"));
      get(shell.send(pid, "x"));
      get(shell.exit(watched, ExitReason.KILL));
      assertThat(get(shell.send(watched, "hi"))).isEqualTo(Refusal.noProcess(watched));
      get(shell.send(pid, "last"));
      get(shell.send(pid, "go"));
      assertThat(observer.next()).isEqualTo("DOWN " + pid + " skipped, then last");
    }

    @Test
    void letsTheHandlerOfAKeptDownEndItsMonitor() throws Exception {
      Pid watched = spawn("greet", "");
      Pid pid =
          spawn(
              self -> {
                long monitor = self.monitor(watched);
                return Next.receive(
                    on(
                        "go",
                        () ->
                            Next.receive(
                                received -> {
                                  if (received instanceof Received.Down) {
                                    self.demonitor(monitor);
                                    return Next.receive(Failing::saidLast);
                                  }
                                  return Next.skip();
                                })));
              });
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "skipped"));
      get(shell.exit(watched, ExitReason.KILL));
      assertThat(get(shell.send(watched, "hi"))).isEqualTo(Refusal.noProcess(watched));
      get(shell.send(pid, "last"));
      get(shell.send(pid, "go"));
      assertThat(observer.next()).isEqualTo("DOWN " + pid + " skipped, then last");
    }

    private static Next<None> saidLast(Received first) {
      String text = ((Received.Message) first).text();
      return Next.receive(
          second ->
              Next.exit(ExitReason.of(text + ", then " + ((Received.Message) second).text())));
    }

    @Test
    void endsAProcessWhoseStepDoesNotSayWhatToDoNext() throws Exception {
      String reason = "a step must say what to do next; only the handler of a message may skip";
      Map<String, Function<Self, Next<None>>> wrong =
          Map.of(
              "first", self -> null,
              "skip", self -> nothing().after(Duration.ofMillis(1), Next::skip),
              "kept message", self -> Next.receive(on("go", () -> Next.receive(r -> null))),
              "message", self -> Next.receive(r -> null),
              "zero timeout",
                  self -> Next.receive(on("go", () -> nothing().after(Duration.ZERO, () -> null))),
              "timeout", self -> nothing().after(Duration.ofMillis(1), () -> null));
      for (Map.Entry<String, Function<Self, Next<None>>> each : wrong.entrySet()) {
        Pid pid = spawn(when("begin", each.getValue()));
        Observer observer = observe(self -> self.monitor(pid));
        get(shell.send(pid, "begin"));
        get(shell.send(pid, "kept"));
        get(shell.send(pid, "go"));

        assertThat(observer.next()).as(each.getKey()).isEqualTo("DOWN " + pid + " " + reason);
      }
    }

    @Test
    void endsAProcessThatNamesNobody() throws Exception {
      List<Consumer<Self>> wrong =
          List.of(
              self -> self.link(null),
              self -> self.unlink(null),
              self -> self.monitor(null),
              self -> self.send(null, "hi"),
              self -> self.exit(null, ExitReason.KILL),
              self -> self.exit(shell.pid(), null),
              self -> self.spawn(null, Call.typed("greet", "")));
      for (Consumer<Self> step : wrong) {
        Pid pid =
            spawn(
                self ->
                    Next.receive(
                        received -> {
                          step.accept(self);
                          return Next.done();
                        }));
        Observer observer = observe(self -> self.monitor(pid));
        get(shell.send(pid, "go"));

        assertThat(observer.next()).isEqualTo("DOWN " + pid + " java.lang.NullPointerException");
      }
      assertThat(spawn("greet", "")).isNotNull(); // The node still spawns.
    }

    @Test
    void endsAProcessThoughWhatItWaitsForCannotBeBrokenOff() throws Exception {
      Pid pid =
          spawn(
              self ->
                  Next.<None, None>await(
                      resume ->
                          () -> {
                            throw new IllegalStateException("stuck");
                          },
                      Next::done));
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.exit(pid, ExitReason.of("no paper")));

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " no paper");
      assertThat(get(shell.send(pid, "hi"))).isEqualTo(Refusal.noProcess(pid));
    }

    private static Next.Receive<None> nothing() {
      return Next.receive(received -> Next.skip());
    }

    private static Error recursion() {
      return new StackOverflowError("x/Y");
    }
  }

  @Nested
  class Printing {

    @Test
    void isForProcessesOnlyThatHaveThisLeader() throws Exception {
      Pid stranger = new Pid(NodeName.parse("moebi@localhost"), 1, 1);
      Pid guessed = Pid.ofNode(ALEX, TestRuntimes.INCARNATION);
      host.router().tell(new Signal.Print(guessed, stranger, 1, "forged"));
      Invocation call = Call.typed("say_name", "").written(host.terms());
      host.router().tell(new RouterCommand.SpawnRequest(1, call, stranger, false, guessed));
      host.router().tell(new Signal.Print(host.leader(), stranger, 2, "asked for"));
      assertThat(nextShown()).isEqualTo("moebi@localhost prints asked for");
      spawn("say_name", "");
      assertThat(nextShown()).startsWith("alex@localhost prints ");
      assertThat(shown).isEmpty();
    }

    @Test
    void writesLinesInTheirOrderAndEndsAfterTheLast() throws Exception {
      reader.drainPermits();
      Pid pid =
          spawn(
              self -> {
                self.print("1");
                self.print("2");
                return Next.done();
              });
      Observer observer = observe(self -> self.monitor(pid));
      assertThat(nextShown()).isEqualTo("alex@localhost prints 1");
      assertThat(shown).isEmpty(); // The second waits for the first.
      assertThat(observer.rest()).isEmpty();
      reader.release();
      assertThat(nextShown()).isEqualTo("alex@localhost prints 2");
      assertThat(observer.rest()).isEmpty();
      reader.release();

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " normal");
    }

    @Test
    void endsAtOnceWhenItIsKilledThoughItsLineIsNotWritten() throws Exception {
      reader.drainPermits();
      Pid pid =
          spawn(
              self -> {
                self.print("1");
                return Next.done();
              });
      Observer observer = observe(self -> self.monitor(pid));
      nextShown();
      get(shell.exit(pid, ExitReason.KILL));

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " killed");
      reader.release();
    }

    @Test
    void refusesALineThatIsTooLong() throws Exception {
      Pid pid =
          spawn(
              self ->
                  Next.receive(
                      received -> {
                        self.print("\u00e4".repeat(32_769));
                        return Next.done();
                      }));
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "go"));

      assertThat(observer.next())
          .isEqualTo("DOWN " + pid + " the line is too long: 65538 of at most 65536 bytes");
      assertThat(shown).isEmpty();
    }
  }

  @Nested
  class BlockingFunctions {

    @Test
    void runOnThreadsOfTheirOwn() throws Exception {
      CompletableFuture<String> thread = new CompletableFuture<>();
      spawn(bodies.blocking(io -> thread.complete(Thread.currentThread().getName())));

      assertThat(get(thread)).contains("chat.function-dispatcher");
    }

    @Test
    void endWithWhatTheyThrow() throws Exception {
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
    void areInterruptedWhenTheyAreToldToExitAndAreGoneAtOnce() throws Exception {
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
      assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.exit(pid, ExitReason.KILL));

      String told = observer.next(); // Its thread is still busy.
      mayEnd.countDown();
      assertThat(told).isEqualTo("DOWN " + pid + " killed");
      assertThat(get(interrupted)).isEqualTo("yes");
    }

    @Test
    void giveTheirThreadBackThoughTheyPrintAfterTheirEnd() throws Exception {
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
      assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      get(shell.exit(pid, ExitReason.KILL));

      assertThat(get(printed)).isInstanceOf(InterruptedException.class);
      assertThat(shown).isEmpty();
    }

    @Test
    void goOnAfterALineOnlyWhenItIsWritten() throws Exception {
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
      assertThat(begun.tryAcquire(16, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 24; i++) {
        mayEnd.release();
        assertThat(begun.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      }
      mayEnd.release(16);

      assertThat(most).hasValue(16);
    }
  }

  private static Next<None> idle() {
    return Next.receive(received -> Next.skip());
  }

  /** Ends as it is told. */
  private static Next<None> obedient(Self self) {
    return Next.receive(
        received -> {
          switch (received.line()) {
            case "done" -> {
              return Next.done();
            }
            case "throw" -> throw new IllegalStateException("thrown");
            case "exit" -> {
              return Next.exit(ExitReason.of("no paper"));
            }
            default -> {
              return Next.skip();
            }
          }
        });
  }

  private static String reasonOf(String order) {
    return Map.of("done", "normal", "throw", "thrown", "exit", "no paper").get(order);
  }

  /** Does what comes next when it is told to. */
  private static Function<Self, Next<None>> when(String text, Function<Self, Next<None>> then) {
    return self -> Next.receive(on(text, () -> then.apply(self)));
  }

  private static Next.Handler<None> on(String text, java.util.function.Supplier<Next<None>> then) {
    return received ->
        received instanceof Received.Message message && message.isText(text)
            ? then.get()
            : Next.skip();
  }

  private static Next<None> into(BlockingQueue<Received> queue) {
    return Next.receive(
        received -> {
          queue.add(received);
          return into(queue);
        });
  }

  private static Received next(BlockingQueue<Received> queue) throws InterruptedException {
    return queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private Observer observe(Consumer<Self> first) {
    return Observer.start(shell, ALEX, bodies, first);
  }

  private Observer observeTrapping(Consumer<Self> first) {
    return observe(
        self -> {
          self.trapExits(true);
          first.accept(self);
        });
  }

  /** Returns the reason with which a process ends. */
  private String awaitEnd(Pid pid) throws InterruptedException {
    String down = observe(self -> self.monitor(pid)).next();
    assertThat(down).startsWith("DOWN " + pid + " ");
    settle(pid);
    return down.substring(("DOWN " + pid + " ").length());
  }

  /** Waits until all have been told of an end: the answer comes after that. */
  private void settle(Pid ended) {
    assertThat(get(shell.send(ended, "(gone?)"))).isEqualTo(Refusal.noProcess(ended));
  }

  private String nextShown() throws InterruptedException {
    return shown.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private List<String> flush() {
    return get(shell.flush()).stream().map(Received::line).toList();
  }

  private List<Pid> pids() {
    return get(shell.list(ALEX)).orElseThrow().stream().map(ProcessInfo::pid).toList();
  }

  private int mailbox(Pid pid) {
    return get(shell.list(ALEX)).orElseThrow().stream()
        .filter(info -> info.pid().equals(pid))
        .findFirst()
        .orElseThrow()
        .mailbox();
  }

  private Pid spawn(String function, String arguments) {
    return spawn(Call.typed(function, arguments));
  }

  private Pid spawn(Function<Self, Next<None>> body) {
    return spawn(bodies.call(body));
  }

  private Pid spawn(Call<?> call) {
    return spawned(get(shell.spawn(ALEX, call)));
  }

  private Pid spawnLink(Function<Self, Next<None>> body) {
    return spawned(get(shell.spawnLink(ALEX, bodies.call(body))));
  }

  private static Pid spawned(SpawnResult result) {
    assertThat(result).isInstanceOf(Spawned.class);
    return ((Spawned) result).pid();
  }

  private Refusal refusal(Call<?> call) {
    SpawnResult result = get(shell.spawn(ALEX, call));
    assertThat(result).isInstanceOf(NotSpawned.class);
    return ((NotSpawned) result).refusal();
  }

  /** Is neither of the two kinds. */
  private static final class Neither implements NamedFunction<None, None> {
    @Override
    public String name() {
      return "neither";
    }
  }

  /** Notes what is shown; reads on only while the test lets it. */
  private final class Shown implements Output {
    @Override
    public void show(NodeName from, String text) {
      shown.add(from + ": " + text);
    }

    @Override
    public void print(NodeName from, String line) {
      shown.add(from + " prints " + line);
      reader.acquireUninterruptibly();
    }

    @Override
    public void exit(String from, String reason) {
      shown.add("EXIT from " + from + ": " + reason);
    }
  }
}
