package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeName;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Received.Message;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import chat.moebi.otp.process.SpawnResult.Spawned;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes of alex and kate, two nodes in this JVM: kills over a link, late answers, and small
 * limits, whose room is given back exactly once.
 */
@TestInstance(Lifecycle.PER_CLASS) // One pair of nodes for all tests.
@StartsActorSystem
class TwoNodesTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final int TIMEOUT_SECONDS = 20;
  private static final int MAX_PROCESSES = 5;

  /** Longer than the default of 5 s, so that the test fails if a node ignores the setting. */
  private static final Duration PRINT_TIMEOUT = Duration.ofSeconds(7);

  /** The limit of a mailbox, and of a window. */
  private static final int MAX_BYTES = 128 * 1024;

  /** Kate gives up her requests after a moment, and alex never does. */
  private static final String KATES_SETTINGS =
      "chat { send-timeout = 200 ms, process { max-processes = "
          + MAX_PROCESSES
          + ", max-mailbox-bytes = 128 KiB, print-timeout = "
          + PRINT_TIMEOUT.toSeconds()
          + " s } }";

  private static final String ALEXS_SETTINGS =
      "chat { send-timeout = 1 minute, process.window { messages = 3, bytes = 128 KiB } }";

  private final Bodies bodies = new Bodies();
  private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
  private final Semaphore reader = new Semaphore(Integer.MAX_VALUE);
  private final List<Pid> spawned = new ArrayList<>();
  private final List<CountDownLatch> held = new ArrayList<>();
  private Chat alex;
  private Chat kate;
  private ShellProcess shell;

  @BeforeAll
  void start(@TempDir Path registry) {
    Functions functions = Functions.installed().with(bodies.functions());
    alex = TestChats.inCluster("alex", registry, ALEXS_SETTINGS, functions, new Shown());
    kate = TestChats.inCluster("kate", registry, KATES_SETTINGS, functions, new Shown());
    shell = Otp.of(alex).process();
  }

  /** Leaves kate with no process but her own. */
  @AfterEach
  void endAll() {
    held.forEach(CountDownLatch::countDown);
    held.clear();
    reader.drainPermits();
    reader.release(Integer.MAX_VALUE);
    spawned.forEach(this::kill);
    spawned.clear();
    get(Otp.of(kate).process().flush());
    notes.clear();
    printed.clear();
  }

  @AfterAll
  void stop() {
    alex.close();
    kate.close();
  }

  @Test
  void aKillReasonFromALinkIsTrapped() throws Exception {
    Pid victim = spawn(self -> Next.receive(any -> Next.exit(ExitReason.KILL)));
    Observer trapping =
        observe(
            self -> {
              self.trapExits(true);
              self.link(victim);
            });
    Pid untrapped = observe(self -> self.link(victim)).pid();
    Observer observer = observe(self -> self.monitor(untrapped));
    tell(victim, "end");

    assertThat(trapping.next()).isEqualTo("EXIT " + victim + " kill");
    assertThat(observer.next()).isEqualTo("DOWN " + untrapped + " kill");
    assertThat(trapping.rest()).isEmpty();
  }

  @Test
  void aKillOrderFromALinkedProcessIsNotTrapped() throws Exception {
    Observer victim = observe(self -> self.trapExits(true));
    Pid killer =
        spawn(
            self -> {
              self.link(victim.pid());
              return Next.receive(
                  any -> {
                    self.exit(victim.pid(), ExitReason.KILL);
                    return keep();
                  });
            });
    Observer observer =
        observe(
            self -> {
              self.monitor(victim.pid());
              self.monitor(killer);
            });
    tell(killer, "kill");

    assertThat(List.of(observer.next(), observer.next()))
        .containsExactly("DOWN " + victim.pid() + " killed", "DOWN " + killer + " killed");
  }

  @Test
  void aMailboxHoldsALimitedNumberOfBytes() {
    Pid keeper =
        spawn(
            self -> {
              self.trapExits(true);
              return keepUntilAnExit();
            });
    assertThat(send(keeper, text(MAX_BYTES / 2))).isNull();
    assertThat(send(keeper, text(MAX_BYTES / 2 - 100))).isNull();
    assertThat(send(keeper, text(101))).isEqualTo(Refusal.busy(KATE));
    assertThat(send(keeper, text(100))).isNull();
    assertThat(send(keeper, "")).isEqualTo(Refusal.busy(KATE));

    get(shell.exit(keeper, ExitReason.of("take the oldest")));
    assertThat(send(keeper, text(MAX_BYTES / 2 + 1))).isEqualTo(Refusal.busy(KATE));
    assertThat(send(keeper, text(MAX_BYTES / 2))).isNull();
    assertThat(send(keeper, "")).isEqualTo(Refusal.busy(KATE));
  }

  @Test
  void aFlushedMailboxHasAllItsRoomAgain() {
    Pid own = Otp.of(kate).process().pid();
    for (int round = 0; round < 3; round++) {
      assertThat(send(own, text(MAX_BYTES / 2))).isNull();
      assertThat(send(own, text(MAX_BYTES / 2))).isNull();
      assertThat(send(own, "")).isEqualTo(Refusal.busy(KATE));
      assertThat(get(Otp.of(kate).process().flush())).hasSize(2);
    }
  }

  @Test
  void aNodeRunsALimitedNumberOfProcesses() {
    Pid first = spawn(self -> keep());
    for (int i = 2; i < MAX_PROCESSES; i++) { // Kate's own is one of them.
      spawn(self -> keep());
    }
    for (int round = 0; round < 3; round++) {
      assertThat(get(shell.spawn(KATE, bodies.call(self -> keep()))))
          .isEqualTo(new NotSpawned(Refusal.busy(KATE)));
      assertThat(get(shell.list(KATE)).orElseThrow()).hasSize(MAX_PROCESSES);
      kill(first);
      first = spawn(self -> keep());
    }
  }

  @Test
  void aLineThatIsNotWrittenInTimeIsGivenUp() throws Exception {
    reader.drainPermits();
    CompletableFuture<Long> begun = new CompletableFuture<>();
    Pid printing =
        spawn(
            self ->
                Next.receive(
                    any -> {
                      begun.complete(System.nanoTime());
                      self.print("one");
                      return Next.done();
                    }));
    Observer observer = observe(self -> self.monitor(printing));
    tell(printing, "print");

    assertThat(observer.next()).isEqualTo("DOWN " + printing + " normal");
    assertThat(Duration.ofNanos(System.nanoTime() - get(begun)))
        .isGreaterThanOrEqualTo(PRINT_TIMEOUT);
    assertThat(printed).isEmpty();
    reader.release();
    assertThat(printed.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo("one");
  }

  @Test
  void aLimitedNumberOfRequestsMayBeOnTheirWayToANode() {
    for (int round = 0; round < 3; round++) {
      CountDownLatch mayGoOn = latch();
      Pid slow = spawn(self -> hold(mayGoOn, TwoNodesTest::keep));
      List<CompletableFuture<Refusal>> sent = List.of(ask(slow, ""), ask(slow, ""), ask(slow, ""));
      assertThat(send(slow, "")).isEqualTo(Refusal.busy(KATE));
      assertThat(get(shell.spawn(KATE, Call.typed("greet", ""))))
          .isEqualTo(new NotSpawned(Refusal.busy(KATE)));
      assertThat(send(shell.pid(), "")).as("another node has its own").isNull();
      assertThat(sent).noneMatch(CompletableFuture::isDone);
      mayGoOn.countDown();
      sent.forEach(one -> assertThat(get(one)).isNull());
      kill(slow);
    }
  }

  @Test
  void aLimitedNumberOfBytesMayBeOnTheirWayToANode() {
    CountDownLatch firstMayGoOn = latch();
    CountDownLatch restMayGoOn = latch();
    Pid first = spawn(self -> hold(firstMayGoOn, TwoNodesTest::keep));
    Pid rest = spawn(self -> hold(restMayGoOn, TwoNodesTest::keep));
    CompletableFuture<Refusal> answered = ask(first, text(MAX_BYTES / 2));
    CompletableFuture<Refusal> most = ask(rest, text(MAX_BYTES / 2 - 100));
    assertThat(send(rest, text(101))).isEqualTo(Refusal.busy(KATE));
    CompletableFuture<Refusal> small = ask(rest, text(100));
    assertThat(List.of(answered, most, small)).noneMatch(CompletableFuture::isDone);

    firstMayGoOn.countDown();
    assertThat(get(answered)).isNull();
    assertThat(send(rest, text(MAX_BYTES / 2 + 1))).isEqualTo(Refusal.busy(KATE));
    CompletableFuture<Refusal> last = ask(rest, text(MAX_BYTES / 2));
    assertThat(List.of(most, small, last)).noneMatch(CompletableFuture::isDone);

    restMayGoOn.countDown();
    assertThat(Stream.of(most, small, last).map(Observer::get)).containsOnlyNulls();
  }

  @Test
  void aLateAnswerIsShownAsANote() throws Exception {
    CountDownLatch mayGoOn = latch();
    Pid slow = spawnOnAlex(self -> hold(mayGoOn, TwoNodesTest::keep));
    assertThat(get(Otp.of(kate).process().send(slow, "hi"))).isEqualTo(noAnswerFromAlex());
    mayGoOn.countDown();

    assertThat(nextNote()).matches(slow + " received the message after \\d+ s");
    kill(slow);
  }

  @Test
  void anAnswerInTimeIsNotShownAsANote() throws Exception {
    tell(spawn(self -> keep()), "hi");
    spawnOnAlex(
        self -> {
          self.print("after the note");
          return Next.done();
        });
    assertThat(printed.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo("after the note");
    assertThat(notes).isEmpty();
  }

  @Test
  void aLateRefusalIsShownAsANote() throws Exception {
    CountDownLatch mayGoOn = latch();
    Pid slow = spawnOnAlex(self -> hold(mayGoOn, Next::done));
    assertThat(get(Otp.of(kate).process().send(slow, "hi"))).isEqualTo(noAnswerFromAlex());
    mayGoOn.countDown();

    assertThat(nextNote()).matches("no process " + slow + " \\(after \\d+ s\\)");
  }

  private static Refusal noAnswerFromAlex() {
    return Refusal.noAnswer(ALEX, Duration.ofMillis(200));
  }

  private static Next<None> keep() {
    return Next.receive(any -> Next.skip());
  }

  /** Keeps all messages; takes the oldest one for each exit. */
  private static Next<None> keepUntilAnExit() {
    return Next.receive(
        received -> received instanceof Received.Exit ? takeAMessage() : Next.skip());
  }

  private static Next<None> takeAMessage() {
    return Next.receive(received -> received instanceof Message ? keepUntilAnExit() : Next.skip());
  }

  /** Returns a latch that is open after the test. */
  private CountDownLatch latch() {
    CountDownLatch latch = new CountDownLatch(1);
    held.add(latch);
    return latch;
  }

  /** Blocks a process, and so all messages to it, until a test opens the latch. */
  private static Next<None> hold(CountDownLatch mayGoOn, Supplier<Next<None>> then) {
    try {
      mayGoOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return then.get();
  }

  /** Returns a text of that many bytes in a message. */
  private String text(int bytes) {
    String text = "x".repeat(bytes);
    int more = Otp.of(alex).terms().write(text).cbor().length - bytes;
    String shorter = text.substring(more);
    assertThat(Otp.of(alex).terms().write(shorter).cbor()).hasSize(bytes);
    return shorter;
  }

  private Pid spawn(Function<Self, Next<None>> body) {
    SpawnResult result = get(shell.spawn(KATE, bodies.call(body)));
    assertThat(result).isInstanceOf(Spawned.class);
    Pid pid = ((Spawned) result).pid();
    spawned.add(pid);
    return pid;
  }

  private Pid spawnOnAlex(Function<Self, Next<None>> body) {
    return ((Spawned) get(shell.spawn(ALEX, bodies.call(body)))).pid();
  }

  private Observer observe(Consumer<Self> first) {
    return Observer.start(shell, ALEX, bodies, first);
  }

  @Test
  void processesRunOnThreadsOfTheirOwn() {
    CompletableFuture<String> thread = new CompletableFuture<>();
    spawn(
        self -> {
          thread.complete(Thread.currentThread().getName());
          return keep();
        });

    assertThat(get(thread)).contains("chat.process-dispatcher");
  }

  /** Ends a process, and waits until nobody can find it any more. */
  private void kill(Pid pid) {
    get(shell.exit(pid, ExitReason.KILL));
    assertThat(send(pid, "(gone?)")).isEqualTo(Refusal.noProcess(pid));
  }

  private void tell(Pid pid, String text) {
    assertThat(send(pid, text)).isNull();
  }

  private Refusal send(Pid pid, String text) {
    return get(ask(pid, text));
  }

  private CompletableFuture<Refusal> ask(Pid pid, String text) {
    return shell.send(pid, text).toCompletableFuture();
  }

  private String nextNote() throws InterruptedException {
    return notes.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Keeps what is printed, while the test permits it, and the notes of late answers. */
  private final class Shown implements Output {
    @Override
    public void show(NodeName from, String text) {}

    @Override
    public void print(NodeName from, String line) {
      reader.acquireUninterruptibly();
      printed.add(line);
    }

    @Override
    public void note(String sentence) {
      if (sentence.matches(".*[ (]after .*")) { // Not which nodes are there.
        notes.add(sentence);
      }
    }
  }
}
