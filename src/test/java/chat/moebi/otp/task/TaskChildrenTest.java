package chat.moebi.otp.task;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.node.NodeName;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessActor;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ProcessSpec;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.process.TestRuntimes;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class TaskChildrenTest {

  private sealed interface Command {}

  private record Do(Consumer<TaskChildren<Command>> what) implements Command {}

  private record Ended(long task, ExitReason reason) implements Command {}

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load()));
  private final TestProbe<Ended> ends = kit.createTestProbe();

  /** Goes on with a task that waits, oldest first. */
  private final BlockingQueue<Consumer<String>> waiting = new LinkedBlockingQueue<>();

  private ProcessRuntime host;
  private ActorRef<Command> supervisor;

  @BeforeEach
  void start() {
    host = TestRuntimes.start(kit, NodeName.parse("sophie@localhost"), (from, text) -> {});
    supervisor =
        kit.spawn(
            Behaviors.setup(
                context -> {
                  TaskChildren<Command> tasks =
                      new TaskChildren<>(context, host, 10, Props.empty(), Ended::new);
                  return Behaviors.receive(Command.class)
                      .onMessage(
                          Do.class,
                          action -> {
                            action.what().accept(tasks);
                            return Behaviors.same();
                          })
                      .onMessage(
                          Ended.class,
                          ended -> {
                            tasks.remove(ended.task());
                            ends.getRef().tell(ended);
                            return Behaviors.same();
                          })
                      .build();
                }));
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void runsATaskWhereOneHasEndedThatNobodyKnew() throws Exception {
    long first = start(self -> awaitWord());
    var itsActor = process(first);
    resume().accept("exit");
    ends.expectMessage(new Ended(first, ExitReason.of("exit")));

    long second = start(self -> awaitWord());

    assertThat(process(second)).isEqualTo(itsActor);
    assertThat(second).isNotEqualTo(first);
    resume().accept("done");
    ends.expectMessage(new Ended(second, ExitReason.NORMAL));
  }

  @Test
  void whatComesTooLateForATaskDoesNothingToTheNext() throws Exception {
    long first = start(self -> awaitWord());
    var itsActor = process(first);
    Consumer<String> late = resume();
    itsActor.tell(new ProcessActor.Stop(host.leader(), ExitReason.SHUTDOWN));
    ends.expectMessage(new Ended(first, ExitReason.SHUTDOWN));
    long second = start(self -> awaitWord());
    assertThat(process(second)).isEqualTo(itsActor);

    late.accept("exit");

    resume().accept("done");
    ends.expectMessage(new Ended(second, ExitReason.NORMAL));
  }

  @Test
  void runsNoTaskWhereOneHasEndedWhosePidIsKnown() throws Exception {
    long first = start(self -> awaitWord());
    var itsActor = process(first);
    Pid pid = ask(tasks -> tasks.pid(first));
    resume().accept("done");
    ends.expectMessage(new Ended(first, ExitReason.NORMAL));

    long second = start(self -> awaitWord());

    assertThat(process(second)).isNotEqualTo(itsActor);
    assertThat(this.<Pid>ask(tasks -> tasks.pid(second))).isNotEqualTo(pid);
  }

  @Test
  void runsNoTaskWhereOneHasEndedThatOthersMayStillAnswer() throws Exception {
    long first =
        start(
            self -> {
              self.replies();
              return awaitWord();
            });
    var itsActor = process(first);
    resume().accept("done");
    ends.expectMessage(new Ended(first, ExitReason.NORMAL));

    long second = start(self -> awaitWord());

    assertThat(process(second)).isNotEqualTo(itsActor);
  }

  private Next<None> awaitWord() {
    return Next.<String, None>await(
        resume -> {
          waiting.add(resume);
          return () -> {};
        },
        word -> word.equals("done") ? Next.done() : Next.exit(ExitReason.of(word)));
  }

  private long start(Function<Self, Next<None>> body) {
    return ask(
        tasks -> tasks.start(new ProcessSpec<>("f", body, host.leader(), null, ended -> {})));
  }

  private Consumer<String> resume() throws InterruptedException {
    Consumer<String> next = waiting.poll(5, TimeUnit.SECONDS);
    assertThat(next).as("a task waits").isNotNull();
    return next;
  }

  private ActorRef<ProcessActor.Command> process(long task) {
    return ask(tasks -> tasks.process(task).orElseThrow());
  }

  private <T> T ask(Function<TaskChildren<Command>, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    supervisor.tell(new Do(tasks -> answer.complete(question.apply(tasks))));
    return answer.join();
  }
}
