package chat.moebi.otp.task;

import chat.moebi.name.NodeName;

/** An awaited task ended without a result, for a reason. */
public final class TaskFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient TaskResult<?> result;

  TaskFailedException(NodeName node, TaskResult<?> result) {
    super(result.sentence(node));
    this.result = result;
  }

  /** Returns how the task ended: {@code Exited} or {@code Refused}. */
  public TaskResult<?> result() {
    return result;
  }
}
