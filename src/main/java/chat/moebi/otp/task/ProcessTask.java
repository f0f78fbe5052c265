package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import chat.moebi.node.ActorFinder.Found;
import chat.moebi.node.NodeName;
import chat.moebi.node.Timeouts;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.otp.task.TaskSupervisors.Command;
import chat.moebi.otp.task.TaskSupervisors.Detach;
import chat.moebi.otp.task.TaskSupervisors.ShutDown;
import chat.moebi.otp.task.TaskSupervisors.Start;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Is a task that a process has started, and of which it, and no other process, awaits the result,
 * once: Elixir's {@code Task} in a process. No thread waits: each method returns what the process
 * does {@link Next}.
 *
 * <pre>{@code
 * ProcessTask<Eyes> task = ProcessTask.async(self, kate, Call.of(new Dice(), new Sides(6)));
 * return task.await(self, Task.DEFAULT_TIMEOUT, eyes -> Next.done(eyes));
 * }</pre>
 *
 * @param <R> what its function returns
 */
public final class ProcessTask<R> {

  private final NodeName node;
  private final String supervisor;
  private final long request;
  private final Class<R> type;
  private final Pid owner;
  private final ActorRef<Command> supervisors;
  private final long monitor;
  private boolean isTaken;

  private ProcessTask(
      NodeName node,
      String supervisor,
      long request,
      Class<R> type,
      Pid owner,
      ActorRef<Command> supervisors,
      long monitor) {
    this.node = node;
    this.supervisor = supervisor;
    this.request = request;
    this.type = type;
    this.owner = owner;
    this.supervisors = supervisors;
    this.monitor = monitor;
  }

  /** Starts a task under a node's default supervisor, linked to this process. */
  public static <R> ProcessTask<R> async(Self self, NodeName node, Call<R> call) {
    return async(self, node, TaskSupervisors.ACTOR, call);
  }

  /** Starts a task, linked to this process: when one crashes, so does the other. */
  public static <R> ProcessTask<R> async(
      Self self, NodeName node, String supervisor, Call<R> call) {
    return start(self, node, supervisor, call, self.pid());
  }

  /** Starts a task that is not linked to this process: its crash is a result. */
  public static <R> ProcessTask<R> asyncNoLink(
      Self self, NodeName node, String supervisor, Call<R> call) {
    return start(self, node, supervisor, call, null);
  }

  private static <R> ProcessTask<R> start(
      Self self, NodeName node, String supervisor, Call<R> call, Pid linkTo) {
    long request = Requests.next();
    Optional<Found<Command>> found = self.actors().find(node, TaskSupervisors.ACTOR);
    if (found.isEmpty()) {
      self.replies().tell(new Reply(request, Outcome.of(Refusal.noConnection(node))));
      return new ProcessTask<>(node, supervisor, request, call.result(), self.pid(), null, 0);
    }
    // The node's own pid: what else the task ends with, its supervisor tells.
    long monitor = self.monitor(Pid.ofNode(node, found.get().incarnation()));
    ActorRef<Command> supervisors = found.get().actor();
    supervisors.tell(
        new Start(supervisor, request, call.written(self.terms()), linkTo, self.replies()));
    return new ProcessTask<>(
        node, supervisor, request, call.result(), self.pid(), supervisors, monitor);
  }

  /**
   * Awaits the result, and goes on with it. If the task fails or does not end in time, this process
   * exits with the reason, or {@code timeout}.
   *
   * @throws IllegalStateException if this process is not the owner, or has taken the result before
   */
  public <T> Next<T> await(Self self, Duration timeout, Function<R, Next<T>> then) {
    take(self);
    return Next.<T>receive(
            received ->
                outcome(self, received)
                    .map(outcome -> goOn(result(self, outcome), then))
                    .orElseGet(Next::skip))
        .after(timeout, () -> Next.exit(ExitReason.of("timeout")));
  }

  /**
   * Waits for the task to end, and goes on with how it did; with nothing if it did not in time, and
   * then it may be waited for again.
   *
   * @throws IllegalStateException if this process is not the owner, or has taken the result before
   */
  public <T> Next<T> yield(
      Self self, Duration timeout, Function<Optional<TaskResult<R>>, Next<T>> then) {
    check(self);
    return Next.<T>receive(
            received ->
                outcome(self, received)
                    .map(
                        outcome -> {
                          isTaken = true;
                          return then.apply(Optional.of(result(self, outcome)));
                        })
                    .orElseGet(Next::skip))
        .after(timeout, () -> then.apply(Optional.empty()));
  }

  /**
   * Ends the task, and goes on with how it ended if it had done so before, or ended for another
   * reason; with nothing if it was shut down. If its node does not say that it has ended, this
   * process exits with {@code timeout}.
   *
   * @throws IllegalStateException if this process is not the owner, or has taken the result before
   */
  public <T> Next<T> shutdown(
      Self self, Shutdown shutdown, Function<Optional<TaskResult<R>>, Next<T>> then) {
    take(self);
    if (supervisors != null) {
      supervisors.tell(new ShutDown(supervisor, request, shutdown, self.replies()));
    }
    TaskResult<R> expected = new Exited<>(shutdown.reason());
    Next.Receive<T> ended =
        Next.receive(
            received ->
                outcome(self, received)
                    .map(
                        outcome ->
                            then.apply(
                                Optional.of(result(self, outcome))
                                    .filter(result -> !result.equals(expected))))
                    .orElseGet(Next::skip));
    return shutdown.equals(Shutdown.INFINITY)
        ? ended
        : ended.after(shutdown.time().plus(Task.SLACK), () -> Next.exit(ExitReason.of("timeout")));
  }

  /**
   * Lets the task go on by itself, unlinked; its result is dropped.
   *
   * @throws IllegalStateException if this process is not the owner, or has taken the result before
   */
  public void ignore(Self self) {
    take(self);
    self.demonitor(monitor);
    self.forget(request);
    if (supervisors != null) {
      supervisors.tell(new Detach(supervisor, request, self.replies()));
    }
  }

  /**
   * Awaits the results of several tasks, and goes on with them in the order of the tasks. If one
   * fails, or they do not end in time, this process exits, and does not wait for the others.
   *
   * @param timeout for all together
   */
  public static <R, T> Next<T> awaitMany(
      Self self, List<ProcessTask<R>> tasks, Duration timeout, Function<List<R>, Next<T>> then) {
    long deadline = System.nanoTime() + Timeouts.checked(timeout).toNanos();
    tasks.forEach(task -> task.take(self));
    return awaitRest(self, tasks, new HashMap<>(), deadline, then);
  }

  // Whichever comes next, so that a failure is not noticed later than need be.
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
                Optional<Outcome> outcome = task.outcome(self, received);
                if (outcome.isPresent()) {
                  return task.goOn(
                      task.result(self, outcome.get()),
                      value -> {
                        values.put(task, value);
                        return awaitRest(self, tasks, values, deadline, then);
                      });
                }
              }
              return Next.skip();
            })
        .after(left, () -> Next.exit(ExitReason.of("timeout")));
  }

  private <T> Next<T> goOn(TaskResult<R> result, Function<R, Next<T>> then) {
    return result instanceof Completed<R> completed
        ? then.apply(completed.value())
        : Next.exit(result.exitReason());
  }

  /** Returns how the task ended, if that is what was received. */
  private Optional<Outcome> outcome(Self self, Received received) {
    if (received instanceof Received.Replied replied && replied.request() == request) {
      self.demonitor(monitor);
      return Optional.of(replied.outcome());
    } else if (received instanceof Received.Down down
        && supervisors != null
        && down.monitor() == monitor) {
      return Optional.of(Outcome.of(down.reason()));
    }
    return Optional.empty();
  }

  private TaskResult<R> result(Self self, Outcome outcome) {
    return TaskResult.of(outcome, type, self.terms());
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
