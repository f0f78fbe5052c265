package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Block;
import chat.moebi.testing.function.Block.Number;
import chat.moebi.testing.function.Threads;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many tasks at once do not take a thread each. */
abstract class ManyTasksCases extends TaskCases {

  private static final int MANY = 10_000;

  /** The pool for functions that block, and the threads that a JVM may start at any time. */
  private static final int THREADS = 16 + 8;

  private static final Duration TEST_TIMEOUT = Duration.ofMinutes(1);

  @Test
  void tasksThatWaitForAMessageAllEndAndTakeNoThreads() throws Exception {
    Audience audience = lab.audience();
    TaskSupervisor supervisor = lab.supervisor();
    int before = threads().now();
    List<Task<Said>> tasks =
        IntStream.range(0, MANY)
            .mapToObj(i -> supervisor.async(act(audience, "await go", "return " + i)))
            .toList();
    List<Pid> pids = children(supervisor);
    long deadline = System.nanoTime() + TEST_TIMEOUT.toNanos();
    while (pids.size() < MANY
        && System.nanoTime() < deadline) { // Further tasks are still starting.
      pids = children(supervisor);
    }
    assertThat(pids).doesNotHaveDuplicates().hasSize(MANY);
    pids.forEach(pid -> Otp.of(lab.sophie()).process().send(pid, "go"));
    assertThat(Task.awaitMany(tasks, TEST_TIMEOUT))
        .isEqualTo(IntStream.range(0, MANY).mapToObj(i -> new Said("" + i)).toList());
    assertThat(threads().peak()).isLessThanOrEqualTo(before + THREADS);
    assertThat(children(supervisor)).isEmpty();
  }

  @Test
  void tasksThatMayBlockAllEndOnABoundedNumberOfThreads() throws Exception {
    TaskSupervisor supervisor = lab.supervisor();
    int before = threads().now();
    List<Task<Number>> tasks =
        IntStream.range(0, MANY)
            .mapToObj(i -> supervisor.async(Call.of(new Block(), new Number(i))))
            .toList();
    assertThat(Task.awaitMany(tasks, TEST_TIMEOUT))
        .isEqualTo(IntStream.range(0, MANY).mapToObj(Number::new).toList());
    assertThat(threads().peak()).isLessThanOrEqualTo(before + THREADS);
    assertThat(children(supervisor)).isEmpty();
  }

  @Test
  void tasksThatBlockForEverHoldUpNobodyWhoDoesNot() throws Exception {
    Audience audience = lab.audience();
    TaskSupervisor supervisor = lab.supervisor();
    int before = threads().now();
    List<Task<Number>> endless =
        IntStream.range(0, 1_000)
            .mapToObj(i -> supervisor.async(Call.of(new Block(), new Number(-1))))
            .toList();
    assertThat(supervisor.async(act(audience)).await(TEST_TIMEOUT)).isEqualTo(new Said("done"));
    assertThat(children(supervisor)).hasSize(endless.size());
    for (Task<Number> task : endless) {
      assertThat(task.shutdown(Shutdown.BRUTAL_KILL)).isEmpty();
    }
    // The threads are free again, and not more than the pool may have.
    assertThat(threads().peak()).isLessThanOrEqualTo(before + THREADS);
  }

  private Threads.Counts threads() throws InterruptedException {
    return Otp.of(lab.sophie())
        .tasks()
        .supervisor(lab.node())
        .async(Call.of(new Threads()))
        .await(TEST_TIMEOUT);
  }
}
