package chat.moebi.otp.task;

import chat.moebi.otp.process.ExitReason;

/** When a supervisor restarts a child that has ended. */
public enum Restart {
  /** Never. */
  TEMPORARY,
  /** Unless the child ended in an orderly way: {@code normal}, or by a shutdown. */
  TRANSIENT,
  /** Always. */
  PERMANENT;

  boolean isDueAfter(ExitReason reason) {
    return switch (this) {
      case TEMPORARY -> false;
      case TRANSIENT -> !reason.isOrderly();
      case PERMANENT -> true;
    };
  }
}
