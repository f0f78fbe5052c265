package chat.moebi.console;

import chat.moebi.chat.GroupResult;
import chat.moebi.chat.SendResult;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.TaskResult;

/** The ways in which a line or a console can fail. Each has its own exit status. */
public enum Failure {
  /** The store of this node cannot be used. */
  STORE(1),
  /** The line is incomplete or ambiguous, or names a command or function that does not exist. */
  USAGE(2),
  /** The text is longer than a message may be. */
  TOO_LONG(65),
  /** There is no such node, room or process, or no connection to it. */
  NO_CONNECTION(68),
  /** The task crashed. */
  TASK_CRASHED(70),
  /** No answer came in time, the recipient was busy, or not all in a room have shown the text. */
  UNCONFIRMED(75),
  /** The other node has another cookie. */
  DIFFERENT_COOKIE(77),
  /** The answer could not be written. */
  OUTPUT(74),
  /** The terminal is gone. */
  HUNG_UP(129),
  /** SIGINT ended the console. */
  INTERRUPTED(130);

  private final int status;

  Failure(int status) {
    this.status = status;
  }

  /** Returns the exit status of a command that has failed so. */
  public int status() {
    return status;
  }

  /** Returns the failure of a text that was not shown. */
  static Failure of(SendResult result) {
    if (result instanceof SendResult.NoConnection
        || result instanceof SendResult.NotKept
        || result instanceof SendResult.NotInRoom) {
      return NO_CONNECTION;
    } else if (result instanceof SendResult.NoAnswer || result instanceof SendResult.Busy) {
      return UNCONFIRMED;
    } else if (result instanceof SendResult.Failed) {
      return TASK_CRASHED;
    } else if (result instanceof SendResult.TooLong) {
      return TOO_LONG;
    } else if (result instanceof SendResult.DifferentCookie) {
      return DIFFERENT_COOKIE;
    }
    return USAGE;
  }

  /** Returns the failure of a text that was not shown by all nodes. */
  static Failure of(GroupResult result) {
    if (result instanceof GroupResult.NobodyElse) {
      return NO_CONNECTION;
    }
    return result instanceof GroupResult.Refused ? TOO_LONG : UNCONFIRMED;
  }

  /** Returns the failure of a refused command. */
  static Failure of(Refusal.Kind refusal) {
    return switch (refusal) {
      case NO_CONNECTION, NO_PROCESS -> NO_CONNECTION;
      case NO_ANSWER, BUSY, MAX_CHILDREN -> UNCONFIRMED;
      case UNKNOWN_FUNCTION, BAD_ARGUMENTS, NO_SUPERVISOR -> USAGE;
    };
  }

  /** Returns the failure of a task that ended without a result. */
  static Failure of(TaskResult<?> result) {
    return result.exitReason().equals(ExitReason.NOCONNECTION) ? NO_CONNECTION : TASK_CRASHED;
  }
}
