package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeName;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Refusal.Kind;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import chat.moebi.otp.process.SpawnResult.Spawned;
import chat.moebi.output.Output;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of a node in this JVM, alex, and of a node in another JVM, kate. */
@Tag(DistributedTests.TAG)
class RemoteProcessTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Waits until a condition holds; without a network. */
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load()));

  @TempDir Path home;

  private final Bodies bodies = new Bodies();
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private ChatProgram program;
  private PipedProcess kate;
  private Chat alex;
  private ShellProcess shell;

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void start() throws Exception {
    program = new ChatProgram(home);
    kate = startKate();
    alex =
        TestChats.inCluster(
            "alex", program, "", Functions.installed().with(bodies.functions()), new Shown());
    shell = Otp.of(alex).process();
  }

  @AfterEach
  void stop() {
    alex.close();
    kate.close();
  }

  @Test
  void aProcessOnKatePrintsHereAndNotThere() throws Exception {
    assertThat(spawn("say_name", "")).hasToString("<kate@localhost.1>");

    assertThat(shown.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo("kate@localhost prints Hi, my name is Kate");
    assertThat(kate.output()).containsExactly("ready kate@localhost");
  }

  @Test
  void greetOnKateRepliesBeforeTheShellLearnsThatItsMessageArrived() {
    Pid greet = spawn("greet", "");
    assertThat(get(shell.send(greet, "hi"))).isNull();

    assertThat(get(shell.flush()).stream().map(Received::line)).containsExactly("sup?");
  }

  @Test
  void refusalsComeFromKate() {
    assertThat(get(shell.spawn(KATE, bodies.call(self -> Next.done()))))
        .isInstanceOfSatisfying(
            NotSpawned.class,
            not ->
                assertThat(not.refusal().sentence())
                    .isEqualTo(
                        "kate@localhost has no function body; it has: crash, echo, greet,"
                            + " say_name, sleep, system"));
    assertThat(get(shell.send(new Pid(KATE, 4711, incarnation()), "hi")))
        .isEqualTo(new Refusal(Kind.NO_PROCESS, KATE, "no process <kate@localhost.4711>"));
  }

  @Test
  void linksAndMonitorsReportEachReasonAcrossNodes() throws Exception {
    Map<String, String> reasons =
        Map.of("kill", "killed", "shutdown", "shutdown", "no paper", "no paper");
    for (Map.Entry<String, String> each : reasons.entrySet()) {
      Pid pid = spawn("greet", "");
      Observer observer = observeTies(pid);
      get(shell.exit(pid, ExitReason.parse(each.getKey())));
      assertTold(observer, pid, each.getValue());
    }

    Pid done = spawn("greet", "");
    Observer observer = observeTies(done);
    get(shell.exit(done, ExitReason.NORMAL)); // Ends nobody.
    assertThat(get(shell.send(done, "hi"))).isNull();
    assertTold(observer, done, "normal");
    assertTold(observeTies(done), done, "noproc");

    Observer parent =
        observe(
            self -> {
              self.trapExits(true);
              self.spawnLink(KATE, Call.typed("crash", "boom"));
            });
    assertThat(List.of(parent.next(), parent.next()))
        .anyMatch(line -> line.matches("EXIT <kate@localhost.\\d+> boom"));
  }

  @Test
  void aCrashEndsTheLinkedProcessOnTheOtherNode() throws Exception {
    Pid echo = spawn("echo", "");
    Observer observer = observe(self -> self.monitor(echo));
    Pid crashing =
        spawned(
            get(
                shell.spawn(
                    alex.name(),
                    bodies.call(
                        self -> {
                          self.link(echo);
                          return Next.receive(received -> Next.exit(ExitReason.of("no paper")));
                        }))));
    get(shell.send(crashing, "go"));
    assertThat(observer.next()).isEqualTo("DOWN " + echo + " no paper");

    Pid earlier = shell.pid();
    get(shell.spawnLink(KATE, Call.typed("crash", "boom")));
    assertThat(shown.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .matches("EXIT from <kate@localhost.\\d+>: boom");
    assertThat(get(shell.flush())).isEmpty();
    assertThat(shell.pid()).isNotEqualTo(earlier);
  }

  @Test
  void anUnlinkAndADemonitorReachTheOtherNode() throws Exception {
    Pid pid = spawn("greet", "");
    Observer earlier =
        observe(
            self -> {
              self.link(pid);
              self.unlink(pid);
              self.demonitor(self.monitor(pid));
            });
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.exit(pid, ExitReason.of("no paper")));
    assertThat(observer.next()).isEqualTo("DOWN " + pid + " no paper");
    assertThat(get(shell.send(pid, "(gone?)"))).isEqualTo(Refusal.noProcess(pid));

    assertThat(earlier.rest()).isEmpty();
  }

  @Test
  void aThousandLinksAndMonitorsReportTheDeathOfKateOnceWithinTenSeconds() throws Exception {
    int each = 500;
    List<Pid> there = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      there.add(spawn("greet", ""));
    }
    Map<String, List<String>> told = new ConcurrentHashMap<>();
    CountDownLatch begun = new CountDownLatch(2 * each);
    CountDownLatch first = new CountDownLatch(2 * each);
    List<Pid> here = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      Pid other = there.get(i % there.size());
      here.add(spawnHere("link " + i, self -> self.link(other), told, begun, first));
      here.add(spawnHere("monitor " + i, self -> self.monitor(other), told, begun, first));
    }
    assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    for (Pid pid : there) {
      assertThat(get(shell.send(pid, "(tied?)"))).isNull(); // So kate has all ties.
    }
    assertThat(told).isEmpty();

    kate.kill();
    assertThat(first.await(10, TimeUnit.SECONDS)).as(() -> told.size() + " were told").isTrue();

    // A new start of kate is known, the links were checked since, and no process was told twice.
    kate.close();
    kate = startKate();
    awaitSpawn();
    for (Pid pid : here) {
      assertThat(get(shell.send(pid, "(end)"))).isNull();
    }
    assertThat(told).hasSize(2 * each);
    for (int i = 0; i < each; i++) {
      String pid = there.get(i % there.size()).toString();
      assertThat(told.get("link " + i)).containsExactly("EXIT " + pid + " noconnection", "(end)");
      assertThat(told.get("monitor " + i))
          .containsExactly("DOWN " + pid + " noconnection", "(end)");
    }

    // A pid of the earlier kate is not a pid of the new one, though the number is the same.
    Pid earlier = there.get(0);
    Pid newer = spawn("greet", "");
    assertThat(newer.number()).isLessThan(50);
    assertThat(get(shell.send(earlier, "hi"))).isEqualTo(Refusal.noConnection(KATE));
    assertTold(observeTies(earlier), earlier, "noconnection");
    get(shell.exit(new Pid(KATE, newer.number(), earlier.incarnation()), ExitReason.KILL));
    assertThat(get(shell.send(newer, "hi"))).isNull();
  }

  @Test
  void aFrozenKateIsLostOnceAndLearnsOfItWhenItContinues() throws Exception {
    Pid linked = spawn("echo", "");
    Pid watched = spawn("echo", "");
    Observer observer =
        observe(
            self -> {
              self.trapExits(true);
              self.link(linked);
              self.monitor(watched);
            });
    assertThat(get(shell.send(linked, "hi"))).isNull();
    assertThat(get(shell.send(watched, "hi"))).isNull();

    kate.signal("STOP");
    long frozen = System.nanoTime();
    assertThat(List.of(observer.next(), observer.next()))
        .containsExactlyInAnyOrder(
            "EXIT " + linked + " noconnection", "DOWN " + watched + " noconnection");
    assertThat(Duration.ofNanos(System.nanoTime() - frozen)).isGreaterThan(Duration.ofSeconds(8));
    kate.signal("CONT");

    // The half of the link on kate is gone too, though alex was never lost for kate.
    KIT.createTestProbe()
        .awaitAssert(
            PATIENCE,
            () -> {
              List<Pid> running =
                  get(shell.list(KATE)).orElse(List.of()).stream().map(ProcessInfo::pid).toList();
              assertThat(running).contains(watched).doesNotContain(linked);
              return null;
            });
    assertThat(observer.rest()).isEmpty();
    get(shell.exit(watched, ExitReason.KILL));
    assertThat(get(shell.send(watched, "(gone?)"))).isEqualTo(Refusal.noProcess(watched));
    assertThat(observer.rest()).isEmpty(); // A heal does not restore a monitor.
  }

  @Test
  void aLateAnswerToASpawnIsANoteForTheShellAndOneRefusalForAProcess() throws Exception {
    Functions functions = Functions.installed().with(bodies.functions());
    Refusal noAnswer = Refusal.noAnswer(KATE, Duration.ofSeconds(1));
    try (Chat sophie =
        TestChats.inCluster("sophie", program, "chat.send-timeout = 1 s", functions, new Shown())) {
      kate.signal("STOP");
      Observer parent =
          Observer.start(
              Otp.of(sophie).process(),
              sophie.name(),
              bodies,
              self -> self.spawn(KATE, Call.typed("greet", "")));
      assertThat(get(Otp.of(sophie).process().spawn(KATE, Call.typed("greet", ""))))
          .isEqualTo(new NotSpawned(noAnswer));
      assertThat(parent.next())
          .isEqualTo("Spawned[request=1, result=%s]", new NotSpawned(noAnswer));
      kate.signal("CONT");

      String spawned = "kate@localhost spawned <kate@localhost.2> after ";
      KIT.createTestProbe()
          .awaitAssert(
              PATIENCE,
              () ->
                  assertThat(shown)
                      .filteredOn(line -> line.startsWith(spawned) && line.endsWith(" s"))
                      .hasSize(1));
      assertThat(parent.rest()).isEmpty(); // The answer to the parent came first.
    }
  }

  @Test
  void aLeaveEndsLinksWithNoconnection() throws Exception {
    Pid pid = spawn("greet", "");
    Observer observer = observeTies(pid);
    assertThat(get(shell.send(pid, "(tied?)"))).isNull();
    kate.terminate();

    assertTold(observer, pid, "noconnection");
    kate.awaitExit();
    assertThat(get(shell.send(pid, "hi"))).isEqualTo(Refusal.noConnection(KATE));
    assertTold(observeTies(pid), pid, "noconnection");
    assertThat(observer.rest()).isEmpty();
  }

  private PipedProcess startKate() throws Exception {
    Path config =
        Files.writeString(
            home.resolve("kate.conf"),
            "chat.process { lost-after = 10 minutes, audit-interval = 500 ms }");
    PipedProcess started =
        program.start("--name", "kate", "--headless", "--config", config.toString());
    started.awaitOutput("ready kate@localhost");
    return started;
  }

  private void awaitSpawn() {
    KIT.createTestProbe()
        .awaitAssert(
            PATIENCE,
            () -> {
              assertThat(get(shell.spawn(KATE, Call.typed("sleep", "0"))))
                  .isInstanceOf(Spawned.class);
              return null;
            });
  }

  /** Spawns a process here that traps exits and keeps all that it receives. */
  private Pid spawnHere(
      String key,
      Consumer<Self> tie,
      Map<String, List<String>> told,
      CountDownLatch begun,
      CountDownLatch first) {
    CompletionStage<SpawnResult> spawned =
        shell.spawn(
            alex.name(),
            bodies.call(
                self -> {
                  self.trapExits(true);
                  tie.accept(self);
                  begun.countDown();
                  return note(key, told, first);
                }));
    return spawned(get(spawned));
  }

  private static Next<None> note(String key, Map<String, List<String>> told, CountDownLatch first) {
    return Next.receive(
        received -> {
          List<String> lines = told.computeIfAbsent(key, k -> new ArrayList<>());
          lines.add(received.line());
          if (lines.size() == 1) {
            first.countDown();
          }
          return note(key, told, first);
        });
  }

  private Observer observe(Consumer<Self> first) {
    return Observer.start(shell, alex.name(), bodies, first);
  }

  /** Starts an observer that traps exits, links itself to a process and monitors it. */
  private Observer observeTies(Pid pid) {
    return observe(
        self -> {
          self.trapExits(true);
          self.link(pid);
          self.monitor(pid);
        });
  }

  private static void assertTold(Observer observer, Pid pid, String reason) throws Exception {
    assertThat(List.of(observer.next(), observer.next()))
        .containsExactlyInAnyOrder("EXIT " + pid + " " + reason, "DOWN " + pid + " " + reason);
    assertThat(observer.rest()).isEmpty();
  }

  private long incarnation() {
    return alex.view().nodes().get(KATE).incarnation();
  }

  private Pid spawn(String function, String arguments) {
    return spawned(get(shell.spawn(KATE, Call.typed(function, arguments))));
  }

  private static Pid spawned(SpawnResult result) {
    assertThat(result).isInstanceOf(Spawned.class);
    return ((Spawned) result).pid();
  }

  /** Keeps what is shown here. */
  private final class Shown implements Output {
    @Override
    public void show(NodeName from, String text) {
      shown.add(from + ": " + text);
    }

    @Override
    public void print(NodeName from, String line) {
      shown.add(from + " prints " + line);
    }

    @Override
    public void note(String sentence) {
      if (sentence.contains(" after ")) { // Not which nodes are there.
        shown.add(sentence);
      }
    }

    @Override
    public void exit(String from, String reason) {
      shown.add("EXIT from " + from + ": " + reason);
    }
  }
}
