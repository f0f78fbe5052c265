package chat.moebi.otp.task;

import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Refusal;

/**
 * How a task ended.
 *
 * @param <R> what the function of the task returns
 */
public sealed interface TaskResult<R> {

  /** The function returned. */
  record Completed<R>(R value) implements TaskResult<R> {}

  /** The task ended without a result. */
  record Exited<R>(ExitReason reason) implements TaskResult<R> {}

  /** The task did not run. */
  record Refused<R>(Refusal refusal) implements TaskResult<R> {}

  /** Returns a sentence for the user about a failure on the given node. */
  default String sentence(NodeName node) {
    if (this instanceof Refused<R> refused) {
      return refused.refusal().sentence();
    } else if (this instanceof Exited<R> exited) {
      return exited.reason().equals(ExitReason.NOCONNECTION)
          ? ErrorMessages.noConnection(node)
          : ErrorMessages.failed(node, exited.reason().toString());
    }
    return "ok";
  }

  /** Returns the reason with which a process exits that awaits the result of this task. */
  default ExitReason exitReason() {
    if (this instanceof Exited<R> exited) {
      return exited.reason();
    } else if (this instanceof Refused<R> refused) {
      return refused.refusal().kind() == Refusal.Kind.NO_CONNECTION
          ? ExitReason.NOCONNECTION
          : ExitReason.of(refused.refusal().sentence());
    }
    return ExitReason.NORMAL;
  }

  /** Reads an outcome that came from the node of the task. */
  static <R> TaskResult<R> of(Outcome outcome, Class<R> type, Terms terms) {
    if (outcome.refusal() != null) {
      return new Refused<>(outcome.refusal());
    } else if (outcome.exit() != null) {
      return new Exited<>(outcome.exit());
    }
    try {
      return new Completed<>(terms.read(outcome.result(), type));
    } catch (IllegalArgumentException e) { // That node's function returns another type.
      return new Exited<>(ExitReason.error(e));
    }
  }
}
