package chat.moebi.otp.task;

import chat.moebi.otp.process.ExitReason;

/** When a supervisor restarts a child that has ended. */
public enum Restart {
  /** Never. */
  TEMPORARY,
  /** Unless the child ended in order: {@code normal}, or by a shutdown. */
  TRANSIENT,
  /** Always. */
  PERMANENT;

  /** Returns whether a child that ended with that reason is restarted. */
  boolean isDueAfter(ExitReason reason) {
    return switch (this) {
      case TEMPORARY -> false;
      case TRANSIENT -> !reason.isOrderly();
      case PERMANENT -> true;
    };
  }
}
