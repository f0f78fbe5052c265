package chat.moebi.otp.task;

/** Says whether a supervisor starts a task again that has ended. */
public enum Restart {
  /** Never. */
  TEMPORARY,
  /** Unless it ended in order: normal, or by a shutdown. */
  TRANSIENT,
  /** Always. */
  PERMANENT
}
