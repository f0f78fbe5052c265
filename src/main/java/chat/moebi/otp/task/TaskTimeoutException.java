package chat.moebi.otp.task;

/** An awaited task did not end in time. It may still end. */
public final class TaskTimeoutException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TaskTimeoutException(String sentence) {
    super(sentence);
  }
}
