package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessCommand;
import chat.moebi.otp.process.ProcessCommand.Stop;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ProcessStatus;
import chat.moebi.otp.task.TaskProtocol.TerminateChild;
import java.util.ArrayList;
import java.util.List;

/**
 * A child of a {@link FunctionSupervisor}: an actor that runs a task.
 *
 * @param terminators the requests to end the task, answered when it has ended
 */
record TaskChild(
    ActorRef<ProcessCommand> process,
    ProcessStatus status,
    TaskSpec<?> spec,
    List<TerminateChild> terminators) {

  TaskChild(ActorRef<ProcessCommand> process, ProcessStatus status, TaskSpec<?> spec) {
    this(process, status, spec, new ArrayList<>(0));
  }

  /** Returns the pid of the child. A child that has none gets one now. */
  Pid pid(ProcessRuntime runtime) {
    return runtime.pid(status, process);
  }

  /** Removes the link to the owner, if there is one. */
  void detach() {
    if (spec.linkTo() != null) {
      process.tell(new ProcessCommand.Detach(spec.linkTo()));
    }
  }

  /** Ends the task: with the reason {@code shutdown} first, if there is time for that. */
  void end(Shutdown shutdown, Pid supervisor, ActorContext<?> context) {
    Stop kill = new Stop(supervisor, ExitReason.KILL);
    if (shutdown.isBrutal()) {
      process.tell(kill);
      return;
    }
    process.tell(new Stop(supervisor, ExitReason.SHUTDOWN));
    if (shutdown.isLimited()) {
      context.scheduleOnce(shutdown.time(), process, kill);
    }
  }
}
