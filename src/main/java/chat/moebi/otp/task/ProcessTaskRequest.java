package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.Detach;
import chat.moebi.otp.task.TaskProtocol.ShutDown;
import chat.moebi.otp.task.TaskProtocol.Start;
import java.util.Optional;

/**
 * The request of a process that started a task: the messages that tell its end, and the way to its
 * supervisor. For the steps of that process.
 *
 * @param <R> what the function of the task returns
 */
final class ProcessTaskRequest<R> {

  private final String supervisor;
  private final long number;
  private final Class<R> type;

  /** The supervisors of the node; null if there is no connection to it. */
  private final ActorRef<Command> supervisors;

  private final long monitor;

  /**
   * Starts a task.
   *
   * @param linkTo the process that the task is linked to; null for none
   */
  static <R> ProcessTaskRequest<R> start(
      Self self, NodeName node, String supervisor, Call<R> call, Pid linkTo) {
    long number = RequestIds.next();
    Optional<Found<Command>> found = self.actors().find(node, TaskSupervisors.PATH);
    if (found.isEmpty()) {
      self.replies().tell(new Reply(number, Outcome.of(Refusal.noConnection(node))));
      return new ProcessTaskRequest<>(supervisor, number, call.result(), null, 0);
    }
    // Monitor the node only; the supervisor reports every other way the task can end.
    long monitor = self.monitor(Pid.ofNode(node, found.get().incarnation()));
    ActorRef<Command> supervisors = found.get().actor();
    supervisors.tell(
        new Start(supervisor, number, call.written(self.terms()), linkTo, self.replies()));
    return new ProcessTaskRequest<>(supervisor, number, call.result(), supervisors, monitor);
  }

  private ProcessTaskRequest(
      String supervisor, long number, Class<R> type, ActorRef<Command> supervisors, long monitor) {
    this.supervisor = supervisor;
    this.number = number;
    this.type = type;
    this.supervisors = supervisors;
    this.monitor = monitor;
  }

  /** Returns how the task ended, if the message says so. */
  Optional<TaskResult<R>> result(Self self, Received received) {
    return outcome(self, received).map(outcome -> TaskResult.of(outcome, type, self.terms()));
  }

  private Optional<Outcome> outcome(Self self, Received received) {
    if (received instanceof Received.Replied replied && replied.request() == number) {
      self.demonitor(monitor);
      return Optional.of(replied.outcome());
    } else if (received instanceof Received.Down down
        && supervisors != null
        && down.monitor() == monitor) {
      return Optional.of(Outcome.of(down.reason()));
    }
    return Optional.empty();
  }

  /** Unlinks and ends the task. */
  void shutDown(Self self, Shutdown shutdown) {
    if (supervisors != null) {
      supervisors.tell(new ShutDown(supervisor, number, shutdown, self.replies()));
    }
  }

  /** Unlinks the task and drops its result. */
  void detach(Self self) {
    self.demonitor(monitor);
    self.forget(number);
    if (supervisors != null) {
      supervisors.tell(new Detach(supervisor, number, self.replies()));
    }
  }
}
