package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.cluster.Timeouts;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.GiveUp;
import chat.moebi.otp.task.TaskProtocol.Start;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A task that a process started. That process, and no other, awaits the result once: Elixir's
 * {@code Task} in a process. No thread waits: each method returns what the process does {@link
 * Next}.
 *
 * <pre>{@code
 * ProcessTask<Eyes> task = ProcessTask.async(self, kate, Call.of(new Dice(), new Sides(6)));
 * return task.await(self, Task.DEFAULT_TIMEOUT, eyes -> Next.done(eyes));
 * }</pre>
 *
 * <p>The methods of a task throw an {@link IllegalStateException} if the process is not the owner,
 * or has taken the result before.
 *
 * @param <R> what the function of the task returns
 */
public final class ProcessTask<R> {

  private static final ExitReason TIMEOUT = ExitReason.of("timeout");

  private final NodeName node;
  private final String supervisor;
  private final Pid owner;
  private final Class<R> type;
  private final long request = TaskProtocol.nextRequest();

  /** The supervisors of the node; empty if there is no connection to it. */
  private final Optional<ActorRef<Command>> supervisors;

  /** The monitor of the node: the supervisor reports every other way the task can end. */
  private final long monitor;

  private boolean isTaken;

  private ProcessTask(Self self, NodeName node, String supervisor, Call<R> call, Pid linkTo) {
    this.node = node;
    this.supervisor = supervisor;
    this.owner = self.pid();
    this.type = call.result();
    Optional<Found<Command>> found = self.actors().find(node, TaskSupervisors.PATH);
    this.supervisors = found.map(Found::actor);
    if (found.isEmpty()) {
      this.monitor = 0; // No monitor has that number.
      self.replies().tell(new Reply(request, Outcome.of(Refusal.noConnection(node))));
      return;
    }
    this.monitor = self.monitor(Pid.ofNode(node, found.get().incarnation()));
    tell(new Start(supervisor, request, call.written(self.terms()), linkTo, self.replies()));
  }

  /** Starts a task under a node's default supervisor, linked to this process. */
  public static <R> ProcessTask<R> async(Self self, NodeName node, Call<R> call) {
    return async(self, node, TaskSupervisors.DEFAULT, call);
  }

  /** Starts a task that is linked to this process: when one crashes, so does the other. */
  public static <R> ProcessTask<R> async(
      Self self, NodeName node, String supervisor, Call<R> call) {
    return new ProcessTask<>(self, node, supervisor, call, self.pid());
  }

  /** Starts a task that is not linked to this process: its crash is a result. */
  public static <R> ProcessTask<R> asyncNoLink(
      Self self, NodeName node, String supervisor, Call<R> call) {
    return new ProcessTask<>(self, node, supervisor, call, null);
  }

  /**
   * Awaits the result, and goes on with it. If the task fails or does not end in time, this process
   * exits with the reason, or {@code timeout}.
   */
  public <T> Next<T> await(Self self, Duration timeout, Function<R, Next<T>> then) {
    take(self);
    return this.<T>receive(self, result -> goOn(result, then))
        .after(timeout, () -> Next.exit(TIMEOUT));
  }

  /**
   * Waits for the task to end, and goes on with how it ended; with nothing if it does not end in
   * time, and then it may be waited for again.
   */
  public <T> Next<T> yield(
      Self self, Duration timeout, Function<Optional<TaskResult<R>>, Next<T>> then) {
    check(self);
    return this.<T>receive(
            self,
            result -> {
              isTaken = true;
              return then.apply(Optional.of(result));
            })
        .after(timeout, () -> then.apply(Optional.empty()));
  }

  /**
   * Ends the task. Goes on with how it ended if it had ended before, or ended for another reason;
   * with nothing if it was shut down. If its node does not say that the task has ended, this
   * process exits with {@code timeout}.
   */
  public <T> Next<T> shutdown(
      Self self, Shutdown shutdown, Function<Optional<TaskResult<R>>, Next<T>> then) {
    take(self);
    tell(new GiveUp(supervisor, request, shutdown, self.replies()));
    TaskResult<R> expected = new Exited<>(shutdown.reason());
    return this.<T>receive(
            self, result -> then.apply(Optional.of(result).filter(r -> !r.equals(expected))))
        .after(shutdown.time().plus(Task.REPORT_TIMEOUT), () -> Next.exit(TIMEOUT));
  }

  /** Lets the task go on by itself, unlinked, and drops its result. */
  public void ignore(Self self) {
    take(self);
    self.demonitor(monitor);
    self.forget(request);
    tell(new GiveUp(supervisor, request, null, self.replies()));
  }

  /**
   * Awaits the results of several tasks, and goes on with them in the order of the tasks. If a task
   * fails, or they do not end in time, this process exits, and does not wait for the others.
   *
   * @param timeout for all tasks together
   */
  public static <R, T> Next<T> awaitMany(
      Self self, List<ProcessTask<R>> tasks, Duration timeout, Function<List<R>, Next<T>> then) {
    long deadline = System.nanoTime() + Timeouts.checked(timeout).toNanos();
    tasks.forEach(task -> task.take(self));
    return awaitRest(self, tasks, new HashMap<>(), deadline, then);
  }

  // In the order in which the tasks end, so that a failure is noticed at once.
  private static <R, T> Next<T> awaitRest(
      Self self,
      List<ProcessTask<R>> tasks,
      Map<ProcessTask<R>, R> values,
      long deadline,
      Function<List<R>, Next<T>> then) {
    if (values.size() == tasks.size()) {
      return then.apply(tasks.stream().map(values::get).toList());
    }
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    return Next.<T>receive(
            received -> {
              for (ProcessTask<R> task : tasks) {
                Optional<TaskResult<R>> result = task.result(self, received);
                if (result.isPresent()) {
                  return goOn(
                      result.get(),
                      value -> {
                        values.put(task, value);
                        return awaitRest(self, tasks, values, deadline, then);
                      });
                }
              }
              return Next.skip();
            })
        .after(left, () -> Next.exit(TIMEOUT));
  }

  /** Waits for the message that tells the end of the task. */
  private <T> Next.Receive<T> receive(Self self, Function<TaskResult<R>, Next<T>> then) {
    return Next.receive(received -> result(self, received).map(then).orElseGet(Next::skip));
  }

  /** Returns how the task ended, if the message says so. */
  private Optional<TaskResult<R>> result(Self self, Received received) {
    if (received instanceof Received.Replied replied && replied.request() == request) {
      self.demonitor(monitor);
      return Optional.of(TaskResult.of(replied.outcome(), type, self.terms()));
    } else if (received instanceof Received.Down down && down.monitor() == monitor) {
      return Optional.of(new Exited<>(down.reason()));
    }
    return Optional.empty();
  }

  private static <R, T> Next<T> goOn(TaskResult<R> result, Function<R, Next<T>> then) {
    return result instanceof Completed<R> completed
        ? then.apply(completed.value())
        : Next.exit(result.exitReason());
  }

  private void tell(TaskProtocol.Request message) {
    supervisors.ifPresent(there -> there.tell(message));
  }

  private void take(Self self) {
    check(self);
    isTaken = true;
  }

  private void check(Self self) {
    if (!self.pid().equals(owner)) {
      throw new IllegalStateException(
          "the task on " + node + " must be awaited by its owner " + owner + ", not " + self.pid());
    }
    if (isTaken) {
      throw new IllegalStateException("a task's result can be taken once, and this one's was");
    }
  }
}
