package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.chat.Annex.Environment;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The process of a program: its mailbox, its requests, and how it starts anew. */
class ShellProcessTest extends SingleNodeTest {

  @Test
  void startsAnewWhenALinkedProcessCrashes() throws Exception {
    Pid earlier = shell.pid();
    Pid linked = spawnLink(SingleNodeTest::obedient);
    get(shell.send(shell.pid(), "before"));
    get(shell.trapExits(true));
    get(shell.trapExits(false));
    get(shell.send(linked, "throw"));

    assertThat(nextShown()).isEqualTo("EXIT from " + linked + ": thrown");
    assertThat(flush()).isEmpty();
    assertThat(shell.pid()).isNotEqualTo(earlier);
    assertThat(shell.pid().number()).isGreaterThan(linked.number());
    assertThat(get(shell.send(earlier, "hi"))).isEqualTo(Refusal.noProcess(earlier));
    assertThat(get(shell.send(shell.pid(), "hi"))).isNull();
    assertThat(flush()).containsExactly("hi");
    assertThat(pids()).containsExactly(shell.pid());
  }

  @Test
  void endsLinkedProcessesAndNotifiesMonitoringOnes() throws Exception {
    Pid earlier = shell.pid();
    Pid linked = spawnLink(SingleNodeTest::obedient);
    Pid other = spawnLink(SingleNodeTest::obedient);
    Observer observer =
        observe(
            self -> {
              self.monitor(other);
              self.monitor(earlier);
            });
    get(shell.send(linked, "exit"));

    assertThat(List.of(observer.next(), observer.next()))
        .containsExactlyInAnyOrder("DOWN " + other + " no paper", "DOWN " + earlier + " no paper");
  }

  @Test
  void stillGetsTheAnswerToAMessageThatEndsIt() throws Exception {
    Pid linked = spawnLink(SingleNodeTest::obedient);
    CompletionStage<Refusal> sent = shell.send(linked, "throw");

    assertThat(nextShown()).isEqualTo("EXIT from " + linked + ": thrown");
    assertThat(get(sent)).isNull();
  }

  @Test
  void survivesTheNormalEndOfALinkedProcess() throws Exception {
    Pid earlier = shell.pid();
    Pid linked = spawnLink(SingleNodeTest::obedient);
    get(shell.monitor(linked));
    get(shell.send(linked, "done"));
    awaitEnd(linked);

    assertThat(flush()).containsExactly("DOWN " + linked + " normal");
    assertThat(shell.pid()).isEqualTo(earlier);
    assertThat(shown).isEmpty();
  }

  @Test
  void trapsExitsUntilItStartsAnew() throws Exception {
    get(shell.trapExits(true));
    Pid linked = spawnLink(SingleNodeTest::obedient);
    get(shell.send(linked, "throw"));
    awaitEnd(linked);
    assertThat(flush()).containsExactly("EXIT " + linked + " thrown");

    Pid earlier = shell.pid();
    get(shell.exit(earlier, ExitReason.KILL));
    assertThat(nextShown()).isEqualTo("EXIT from " + earlier + ": killed");
    Pid another = spawnLink(SingleNodeTest::obedient);
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
  void hearsNothingOfRemovedLinksAndMonitors() throws Exception {
    Pid linked = spawnLink(SingleNodeTest::obedient);
    get(shell.unlink(linked));
    get(shell.demonitor(get(shell.monitor(linked))));
    get(shell.send(linked, "throw"));
    awaitEnd(linked);

    assertThat(flush()).isEmpty();
    assertThat(shown).isEmpty();
  }

  @Test
  void losesNoRequestWhileItStartsAnew() throws Exception {
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
  void survivesAMessageThatIsNotForAProcess() {
    Adapter.toClassic(kit.system()) // The shells of the other tests get it too.
        .actorSelection("/user/*/shell")
        .tell("foreign", akka.actor.ActorRef.noSender());

    assertThat(get(shell.send(shell.pid(), "still here"))).isNull();
    assertThat(flush()).containsExactly("still here");
  }

  @Test
  void endsAListAtAnEmptyPage() {
    CompletableFuture<ShellProcess> started = new CompletableFuture<>();
    kit.spawn(
        Behaviors.<RouterCommand>setup(
            context -> {
              Environment environment =
                  new Environment(ALEX, 1, runtime.actors(), runtime.writer());
              ProcessRuntime withPeer =
                  ProcessRuntime.create(
                          context.getSystem(), environment, runtime.settings(), runtime.functions())
                      .apply(context.getSelf());
              started.complete(ShellProcess.start(context, withPeer));
              return Behaviors.receive(RouterCommand.class)
                  .onMessage(
                      RouterCommand.ListRequest.class,
                      request -> {
                        request.replyTo().tell(new RouterCommand.Page(List.of(), true));
                        return Behaviors.same();
                      })
                  .onAnyMessage(any -> Behaviors.same())
                  .build();
            }));

    assertThat(get(get(started).list(ALEX))).contains(List.of());
  }

  @Test
  void survivesInvalidArguments() {
    assertThatThrownBy(() -> get(shell.link(null)))
        .hasRootCauseInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> get(shell.send(null, "hi"))).isInstanceOf(NullPointerException.class);

    assertThat(get(shell.send(shell.pid(), "still here"))).isNull();
    assertThat(flush()).containsExactly("still here");
  }
}
