package chat.moebi.chat;

import akka.actor.ActorInitializationException;
import java.util.Objects;

/** Ends the task of a message, with a reason for its sender. */
final class TaskFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int MAX_CHARACTERS = 1_000;

  /** Creates the failure; it has no stack trace, since the task is not at fault. */
  TaskFailure(String reason) {
    super(reason, null, false, false);
  }

  /** Returns what the sender is told of a failure, shortened to what fits in a line. */
  static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof ActorInitializationException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String reason = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    return reason.length() <= MAX_CHARACTERS ? reason : reason.substring(0, MAX_CHARACTERS) + "...";
  }
}
