package chat.moebi.otp.task;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Refused;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.function.Hold;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kate runs at most three tasks at once. Alex has at most three, or 128 KiB, on their way to her.
 */
@StartsActorSystem
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS) // One pair of nodes for all tests.
class TaskLimitsTest {

  private static final String SMALL = "x";

  /** Two texts of this size fit into 128 KiB, three do not. */
  private static final String LARGE = "x".repeat(60_000);

  private Chat alex;
  private Chat kate;

  @BeforeAll
  void start(@TempDir Path registry) {
    Functions functions = Functions.installed().with(List.of(new Hold()));
    String ofAlex = "chat.tasks.window { tasks = 3, bytes = 128 KiB }";
    alex = TestChats.inCluster("alex", registry, ofAlex, functions, (from, text) -> {});
    String ofKate = "chat.tasks.max-children = 3";
    kate = TestChats.inCluster("kate", registry, ofKate, functions, (from, text) -> {});
  }

  @AfterAll
  void stop() {
    alex.close();
    kate.close();
  }

  @Test
  void aNodesSupervisorRunsSoManyTasksAtOnce() throws Exception {
    List<Task<Term>> tasks = List.of(hold(kate, SMALL), hold(kate, SMALL), hold(kate, SMALL));
    assertThat(refusalOf(hold(kate, SMALL))).isEqualTo(Refusal.Kind.MAX_CHILDREN);
    assertThereIsRoomAfter(tasks, kate);
  }

  @Test
  void soManyTasksMayBeAskedOfANode() throws Exception {
    List<Task<Term>> tasks = List.of(hold(alex, SMALL), hold(alex, SMALL), hold(alex, SMALL));
    assertThat(refusalOf(hold(alex, SMALL))).isEqualTo(Refusal.Kind.BUSY);
    assertThereIsRoomAfter(tasks, alex);
  }

  @Test
  void theArgumentsOfTasksMayTakeSoManyBytes() throws Exception {
    List<Task<Term>> tasks = List.of(hold(alex, LARGE), hold(alex, LARGE));
    assertThat(refusalOf(hold(alex, LARGE))).isEqualTo(Refusal.Kind.BUSY);
    assertThereIsRoomAfter(tasks, alex);
  }

  private void assertThereIsRoomAfter(List<Task<Term>> tasks, Chat owner) throws Exception {
    for (Task<Term> task : tasks) {
      assertThat(task.completion().toCompletableFuture()).isNotDone();
      task.shutdown(Shutdown.DEFAULT);
    }
    assertThat(resultOf(run(owner, "echo", LARGE))).isInstanceOf(Completed.class);
  }

  private Task<Term> hold(Chat owner, String text) {
    return run(owner, "hold", text);
  }

  private Task<Term> run(Chat owner, String function, String argument) {
    return Otp.of(owner)
        .tasks()
        .supervisor(kate.name())
        .asyncNoLink(Call.typed(function, argument));
  }

  private static Refusal.Kind refusalOf(Task<Term> task) throws Exception {
    return ((Refused<Term>) resultOf(task)).refusal().kind();
  }

  private static TaskResult<Term> resultOf(Task<Term> task) throws Exception {
    return task.completion().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
