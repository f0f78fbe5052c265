package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.join;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.process.Received.Message;
import chat.moebi.otp.task.StreamOptions.OnTimeout;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Act.Said;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The base of the cases of streams: tasks are numbered from 1, and end when the test says so. */
abstract class StreamTasks extends TaskCases {

  static final Duration TEST_TIMEOUT = PipedProcess.PATIENCE;
  static final StreamOptions OPTIONS =
      StreamOptions.DEFAULT.timeout(TEST_TIMEOUT, OnTimeout.EXIT).maxConcurrency(4);

  Audience audience;
  TaskSupervisor supervisor;

  private final Map<Integer, Pid> heard = new HashMap<>();

  @BeforeEach
  final void prepare() throws Exception {
    audience = lab.audience();
    supervisor = lab.supervisor();
    heard.clear();
  }

  /** Has the program's own process receive exits as messages until the test has ended. */
  final void trapExits() {
    join(Otp.of(lab.sophie()).process().trapExits(true));
  }

  @AfterEach
  final void trapNoExits() {
    join(Otp.of(lab.sophie()).process().trapExits(false));
  }

  /** Takes all messages out of the mailbox of the program's own process. */
  final List<Received> flush() {
    return join(Otp.of(lab.sophie()).process().flush());
  }

  /** Runs a task for each call, linked to the program's own process or not linked. */
  final <R> Stream<TaskResult<R>> stream(
      boolean isLinked, Iterable<Call<R>> calls, StreamOptions options) {
    return isLinked
        ? supervisor.asyncStream(calls, options)
        : supervisor.asyncStreamNoLink(calls, options);
  }

  /** Returns calls of tasks that say their number, and return it when the test says so. */
  final List<Call<Said>> waiting(int count) {
    return waiting(count, "return");
  }

  /**
   * Returns calls of tasks that say their number and wait for the test.
   *
   * @param last the verb that a task then ends with: {@code return} or {@code exit} its number
   */
  final List<Call<Said>> waiting(int count, String last) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> act(audience, "say " + i, "await go", last + " " + i))
        .toList();
  }

  /** Returns the results of the first {@code count} tasks. */
  static List<TaskResult<Said>> results(int count, String last) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(Integer::toString)
        .<TaskResult<Said>>map(
            number -> last.equals("return") ? said(number) : new Exited<>(ExitReason.of(number)))
        .toList();
  }

  static TaskResult<Said> said(String text) {
    return new Completed<>(new Said(text));
  }

  /** Takes all results, in a thread of its own. */
  static <R> CompletableFuture<List<TaskResult<R>>> consume(Stream<TaskResult<R>> stream) {
    return CompletableFuture.supplyAsync(stream::toList);
  }

  /** Waits until the task of that number runs. */
  final Pid pid(int number) throws InterruptedException {
    while (!heard.containsKey(number)) {
      Message message = audience.heard().poll(TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      assertThat(message).as("task %s runs", number).isNotNull();
      heard.put(Integer.parseInt(message.text()), message.from());
    }
    return heard.get(number);
  }

  /** Waits until the tasks of these numbers run. */
  final List<Pid> pids(int first, int last) throws InterruptedException {
    for (int number = first; number <= last; number++) {
      pid(number);
    }
    return IntStream.rangeClosed(first, last).mapToObj(heard::get).toList();
  }

  /** Ends the task of that number, and waits for its end. */
  final void end(int number) throws InterruptedException {
    CompletableFuture<ExitReason> end = lab.whenEnded(pid(number));
    lab.tell(pid(number), "go");
    join(end);
  }

  /** Ends the first {@code count} tasks; of those that run at once, the last one first. */
  final void endInReverse(int count, int concurrency) throws InterruptedException {
    for (int first = 1; first <= count; first += concurrency) {
      for (int number = Math.min(count, first + concurrency - 1); number >= first; number--) {
        end(number);
      }
    }
  }
}
