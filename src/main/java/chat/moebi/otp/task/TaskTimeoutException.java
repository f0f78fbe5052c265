package chat.moebi.otp.task;

/** Says that an awaited task has not ended in time; it may still do so. */
public final class TaskTimeoutException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TaskTimeoutException(String sentence) {
    super(sentence);
  }
}
