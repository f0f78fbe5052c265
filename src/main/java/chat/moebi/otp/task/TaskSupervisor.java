package chat.moebi.otp.task;

import chat.moebi.node.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Is a task supervisor of some node, as a program uses it: the lesson's {@code
 * {Chat.TaskSupervisor, :kate@localhost}}. It need not be there yet; what is asked of one that is
 * not there is refused. Thread-safe.
 *
 * <p>What a task prints goes to the output of the node that it runs on.
 */
public final class TaskSupervisor {

  /**
   * Tells what became of {@link #startChild}. One of the two is there.
   *
   * @param pid the task's
   * @param refusal why there is none
   */
  public record StartResult(Pid pid, Refusal refusal) {}

  private final Tasks tasks;
  private final NodeName node;
  private final String name;

  TaskSupervisor(Tasks tasks, NodeName node, String name) {
    this.tasks = tasks;
    this.node = node;
    this.name = name;
  }

  /** Returns the node that it is on. */
  public NodeName node() {
    return node;
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /**
   * Starts a task that is to be awaited, linked to the program's own process: when one of them
   * crashes, so does the other. {@code Task.Supervisor.async/3}.
   *
   * @throws IllegalArgumentException if the arguments are too long
   */
  public <R> Task<R> async(Call<R> call) {
    return tasks.start(this, call, true);
  }

  /**
   * Starts a task that is to be awaited and is linked to nobody: its crash is a result. {@code
   * Task.Supervisor.async_nolink/3}.
   *
   * @throws IllegalArgumentException if the arguments are too long
   */
  public <R> Task<R> asyncNoLink(Call<R> call) {
    return tasks.start(this, call, false);
  }

  /**
   * Starts a task that nobody awaits, with the default options: {@code
   * Task.Supervisor.start_child/3}.
   */
  public CompletionStage<StartResult> startChild(Call<?> call) {
    return startChild(call, ChildOptions.DEFAULT);
  }

  /**
   * Starts a task that nobody awaits.
   *
   * @throws IllegalArgumentException if the arguments are too long
   */
  public CompletionStage<StartResult> startChild(Call<?> call, ChildOptions options) {
    return tasks.startChild(this, call, options);
  }

  /**
   * Ends a task as its options say, and completes when it has ended: {@code
   * Task.Supervisor.terminate_child/2}.
   *
   * @return whether there was such a task; fails with a {@link TaskFailedException} where that is
   *     not known, because the node cannot be reached, say
   */
  public CompletionStage<Boolean> terminateChild(Pid pid) {
    return tasks.terminateChild(this, pid);
  }

  /**
   * Lists its tasks, in the order in which they were started: {@code Task.Supervisor.children/1}.
   *
   * @return nothing if it is not there, or cannot be reached
   */
  public CompletionStage<Optional<List<ProcessInfo>>> children() {
    return tasks.children(this);
  }

  /**
   * Runs a task for each call, a bounded number at once, each linked to the program's own process:
   * {@code Task.Supervisor.async_stream/4}. Nothing is started before the first result is asked
   * for; the calls may have no end. Close the stream if it is not consumed to its end: that ends
   * the tasks that still run, as a failure of the calls or of what consumes the results does.
   */
  public <R> Stream<TaskResult<R>> asyncStream(
      Iterable<? extends Call<R>> calls, StreamOptions options) {
    return stream(new TaskStream<>(calls.iterator(), options, this::async));
  }

  /**
   * Runs a task for each call, linked to nobody: {@code Task.Supervisor.async_stream_nolink/4}. See
   * {@link #asyncStream}.
   */
  public <R> Stream<TaskResult<R>> asyncStreamNoLink(
      Iterable<? extends Call<R>> calls, StreamOptions options) {
    return stream(new TaskStream<>(calls.iterator(), options, this::asyncNoLink));
  }

  private static <R> Stream<TaskResult<R>> stream(TaskStream<R> results) {
    return StreamSupport.stream(results, false).onClose(results::close);
  }
}
