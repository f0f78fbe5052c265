package chat.moebi.otp.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.ProcessCommand;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.ShellProcess;
import chat.moebi.otp.process.TestRuntimes;
import chat.moebi.otp.task.TaskOwner.Ask;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.ListChildren;
import chat.moebi.otp.task.TaskProtocol.Page;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a program handles answers that this version's supervisors do not give. */
@StartsActorSystem
class TaskSupervisorTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final Duration TEST_TIMEOUT = Duration.ofSeconds(20);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load()));
  private final ProcessRuntime runtime = TestRuntimes.start(kit, ALEX, (from, text) -> {});
  private final TestProbe<Command> supervisors = kit.createTestProbe();
  private final TestProbe<ProcessCommand> owner = kit.createTestProbe();
  private final TaskSupervisor supervisor = supervisor(TEST_TIMEOUT);

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void terminateChildFailsWithTheFailureItself() {
    CompletableFuture<Throwable> failure =
        supervisor
            .terminateChild(runtime.nodePid())
            .handle((isThere, thrown) -> thrown)
            .toCompletableFuture();
    nextAsk().result().complete(Outcome.of(Refusal.busy(ALEX)));

    assertThat(failure)
        .succeedsWithin(TEST_TIMEOUT)
        .isInstanceOf(TaskFailedException.class)
        .asString()
        .contains(Refusal.busy(ALEX).sentence());
  }

  @Test
  void anEmptyPageIsTheLastOfTheChildren() {
    CompletableFuture<Optional<List<ProcessInfo>>> children =
        supervisor.children().toCompletableFuture();
    answer(List.of(), true);

    assertThat(children).succeedsWithin(TEST_TIMEOUT).isEqualTo(Optional.of(List.of()));
  }

  @Test
  void allPagesOfTheChildrenTogetherHaveALimit() {
    CompletableFuture<Optional<List<ProcessInfo>>> children =
        supervisor(Duration.ofMillis(500)).children().toCompletableFuture();
    ProcessInfo child = new ProcessInfo(runtime.nodePid(), "hold", "waiting", 0, 0);
    while (!children.isDone()) {
      answer(List.of(child), true);
    }

    assertThat(children).isCompletedWithValue(Optional.empty());
  }

  @Test
  void awaitManyFailsAtOnceWhenAResultCannotBeHad() {
    Task<Term> task = supervisor.asyncNoLink(Call.typed("echo", "x"));
    nextAsk().result().completeExceptionally(new IllegalArgumentException("cannot be read"));

    assertThatThrownBy(() -> Task.awaitMany(List.of(task), TEST_TIMEOUT))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("cannot be read");
  }

  private TaskSupervisor supervisor(Duration timeout) {
    ShellProcess none = null; // No task here is linked.
    TaskClient client =
        new TaskClient(
            kit.system(),
            runtime,
            none,
            timeout,
            false,
            supervisors.getRef(),
            owner.getRef(),
            new AtomicBoolean());
    return new TaskSupervisor(client, ALEX, TaskSupervisors.DEFAULT);
  }

  private Ask nextAsk() {
    return owner.expectMessageClass(Ask.class);
  }

  private void answer(List<ProcessInfo> children, boolean hasMore) {
    ListChildren question = supervisors.expectMessageClass(ListChildren.class);
    question.replyTo().tell(new Page(children, hasMore, true));
  }
}
