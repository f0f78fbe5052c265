package chat.moebi.otp.process;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.otp.process.ProcessCommand.Forgotten;

/**
 * The behavior of an ended process until the router has forgotten its pid: it answers the signals
 * that were on their way, so that a link or a monitor that comes too late gets {@code noproc}.
 */
final class EndedProcess {

  private EndedProcess() {}

  static Behavior<ProcessCommand> create(ProcessRuntime runtime) {
    return Behaviors.receiveMessage(
        command -> {
          if (command instanceof Signal signal) {
            signal.noProcess().ifPresent(runtime.router()::tell);
          }
          return command == Forgotten.INSTANCE ? Behaviors.stopped() : Behaviors.same();
        });
  }
}
