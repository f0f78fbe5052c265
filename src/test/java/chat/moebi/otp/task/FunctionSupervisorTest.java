package chat.moebi.otp.task;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Kill;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.BlockingFunction;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.Io;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessCommand;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.process.TestRuntimes;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.ListChildren;
import chat.moebi.otp.task.TaskProtocol.Page;
import chat.moebi.otp.task.TaskProtocol.Start;
import chat.moebi.otp.task.TaskProtocol.StartChild;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.function.Hold;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a supervisor does when the actor of a child fails, which no task can cause. */
@StartsActorSystem
class FunctionSupervisorTest {

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load()));
  private final ProcessRuntime runtime =
      TestRuntimes.start(
          kit,
          NodeName.parse("sophie@localhost"),
          Functions.installed().with(List.of(new Hold(), new Unwritable())),
          (from, text) -> {},
          (context, started) -> {});
  private final TestProbe<Reply> replies = kit.createTestProbe();
  private final TestProbe<Page> pages = kit.createTestProbe();
  private final Invocation hold = Call.typed("hold", "x").written(runtime.terms());
  private final ActorRef<Command> supervisor =
      kit.spawn(FunctionSupervisor.create("tasks", runtime, SupervisorOptions.DEFAULT));

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void aPermanentChildWhoseActorFailsIsStartedAgain() {
    startChild(Restart.PERMANENT);
    Pid first = children().get(0);

    kill("task-1");

    awaitChildren(children -> assertThat(children).hasSize(1).doesNotContain(first));
  }

  @Test
  void aTemporaryChildWhoseActorFailsIsGone() {
    startChild(Restart.TEMPORARY);

    kill("task-1");

    awaitChildren(children -> assertThat(children).isEmpty());
  }

  @Test
  void theOwnerIsToldThatTheActorOfItsTaskHasFailed() {
    supervisor.tell(new Start("tasks", 1, hold, null, replies.getRef()));
    assertThat(children()).hasSize(1);

    kill("task-1");

    Reply reply = replies.receiveMessage();
    assertThat(reply.request()).isEqualTo(1);
    assertThat(reply.outcome().exit()).isNotNull();
  }

  @Test
  void aTransientChildWhoseActorFailsIsStartedAgain() {
    startChild(Restart.TRANSIENT);
    Pid first = children().get(0);

    fail("task-1");

    awaitChildren(children -> assertThat(children).hasSize(1).doesNotContain(first));
  }

  @Test
  void theOwnerOfATaskWhoseActorFailsAtAMessageIsToldThatItWasKilled() {
    supervisor.tell(new Start("tasks", 1, hold, null, replies.getRef()));
    assertThat(children()).hasSize(1);

    fail("task-1");

    assertThat(replies.receiveMessage()).isEqualTo(new Reply(1, Outcome.of(ExitReason.KILLED)));
  }

  @Test
  void aResultThatCannotBeWrittenIsTheEndOfItsTaskOnce() {
    Invocation call = Call.of(new Unwritable()).written(runtime.terms());
    supervisor.tell(new Start("tasks", 1, call, null, replies.getRef()));

    Outcome end = Outcome.of(ExitReason.error(new AssertionError("cannot be written")));
    assertThat(replies.receiveMessage()).isEqualTo(new Reply(1, end));
    awaitChildren(children -> assertThat(children).isEmpty());
    replies.expectNoMessage();
  }

  private void startChild(Restart restart) {
    ChildOptions options = ChildOptions.DEFAULT.with(restart);
    supervisor.tell(new StartChild("tasks", 1, hold, options, replies.getRef()));
    assertThat(replies.receiveMessage().outcome().result()).isNotNull();
  }

  private void awaitChildren(Consumer<List<Pid>> assertion) {
    pages.awaitAssert(
        () -> {
          assertion.accept(children());
          return null;
        });
  }

  private List<Pid> children() {
    supervisor.tell(new ListChildren("tasks", 0, pages.getRef()));
    return pages.receiveMessage().children().stream().map(child -> child.pid()).toList();
  }

  private void kill(String child) {
    tell(child, Kill.getInstance());
  }

  /** Sends a child a message at which its actor fails. */
  private void fail(String child) {
    tell(child, new ProcessCommand.Stop(null, null));
  }

  private void tell(String child, Object message) {
    Adapter.toClassic(kit.system())
        .actorSelection(supervisor.path().child(child))
        .tell(message, akka.actor.ActorRef.noSender());
  }

  /** A function whose result fails when it is written. */
  private static final class Unwritable implements BlockingFunction<None, Unwritable.Result> {

    private record Result(String text) {
      @Override
      public String text() {
        throw new AssertionError("cannot be written");
      }
    }

    @Override
    public String name() {
      return "unwritable";
    }

    @Override
    public Result run(None none, Io io) {
      return new Result("");
    }
  }
}
