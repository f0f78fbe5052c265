package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.Refusal.Kind;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a spawn answers, and what it gives the process. */
class SpawningTest extends SingleNodeTest {

  @Test
  void numbersProcessesFromOneAfterTheShell() {
    assertThat(shell.pid()).hasToString("<alex@localhost.0>");
    assertThat(spawn("greet", "")).hasToString("<alex@localhost.1>");
    assertThat(spawn("greet", "")).hasToString("<alex@localhost.2>");
  }

  @Test
  void refusesAnUnknownFunctionAndListsTheKnownOnes() {
    assertThat(refusal(Call.typed("foo", "")))
        .isEqualTo(
            new Refusal(
                Kind.UNKNOWN_FUNCTION,
                ALEX,
                "alex@localhost has no function foo; it has: blocking_body, body, crash, echo,"
                    + " greet, neither, say_name, sleep, system"));
  }

  @Test
  void refusesBadArguments() {
    assertThat(refusal(Call.typed("sleep", "long")))
        .isEqualTo(
            new Refusal(Kind.BAD_ARGUMENTS, ALEX, "sleep cannot take \"long\"; write sleep MS"));
  }

  @Test
  void refusesAFunctionOfNeitherKind() {
    assertThat(refusal(Call.typed("neither", "")))
        .isEqualTo(
            new Refusal(
                Kind.BAD_ARGUMENTS,
                ALEX,
                "neither is neither a ProcessFunction nor a BlockingFunction"));
  }

  @Test
  void refusesAnUnknownNode() {
    NodeName kate = NodeName.parse("kate@localhost");
    SpawnResult result = get(shell.spawn(kate, Call.typed("greet", "")));

    assertThat(result).isEqualTo(new NotSpawned(Refusal.noConnection(kate)));
  }

  @Test
  void usesNoNumberForARefusal() {
    refusal(Call.typed("sleep", "long"));

    assertThat(spawn("greet", "").number()).isEqualTo(1);
  }

  @Test
  void isListedWithItsStateAndMailboxSize() {
    Pid greet = spawn("greet", "");
    assertThat(get(shell.send(greet, "ho"))).isNull();

    assertThat(get(shell.list(ALEX)).orElseThrow().stream().map(ProcessInfo::line))
        .satisfiesExactly(
            line -> assertThat(line).matches("<alex@localhost.0> shell waiting 0 \\d+s"),
            line -> assertThat(line).matches("<alex@localhost.1> greet waiting 1 \\d+s"));
  }

  @Test
  void isNotListedAfterItsEnd() throws Exception {
    Pid sleep = spawn("sleep", "0");
    awaitEnd(sleep);

    kit.createTestProbe()
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
  void answersAProcessInItsMailbox() throws Exception {
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
  void inheritsTheGroupLeader() throws Exception {
    observe(self -> self.spawn(ALEX, Call.typed("say_name", ""))).next();

    assertThat(nextShown()).isEqualTo("alex@localhost prints Hi, my name is Alex");
  }

  @Test
  void canLinkTheNewProcessToItsParent() throws Exception {
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
