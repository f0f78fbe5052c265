package chat.moebi.otp.task;

import chat.moebi.node.NodeName;
import chat.moebi.node.Sentences;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Refusal;

/**
 * Tells how a task ended.
 *
 * @param <R> what its function returns
 */
public sealed interface TaskResult<R> {

  /** Its function returned. */
  record Completed<R>(R value) implements TaskResult<R> {}

  /** It ended without returning anything. */
  record Exited<R>(ExitReason reason) implements TaskResult<R> {}

  /** It was not run. */
  record Refused<R>(Refusal refusal) implements TaskResult<R> {}

  /** Says it in words for the user, where it is a failure on that node. */
  default String sentence(NodeName node) {
    if (this instanceof Refused<R> refused) {
      return refused.refusal().sentence();
    } else if (this instanceof Exited<R> exited) {
      return exited.reason().equals(ExitReason.NOCONNECTION)
          ? Sentences.noConnection(node)
          : Sentences.failed(node, exited.reason().toString());
    }
    return "ok";
  }

  /** Returns the reason with which a process ends that awaits it in vain. */
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

  /** Reads what has come over the wire. */
  static <R> TaskResult<R> of(Outcome outcome, Class<R> type, Terms terms) {
    if (outcome.refusal() != null) {
      return new Refused<>(outcome.refusal());
    } else if (outcome.exit() != null) {
      return new Exited<>(outcome.exit());
    }
    try {
      return new Completed<>(terms.read(outcome.result(), type));
    } catch (IllegalArgumentException e) {
      return new Exited<>(ExitReason.error(e)); // The other node's function is another one.
    }
  }
}
