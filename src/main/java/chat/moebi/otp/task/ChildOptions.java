package chat.moebi.otp.task;

import chat.moebi.cluster.WireMessage;

/**
 * How a supervisor treats a child that {@link TaskSupervisor#startChild} starts.
 *
 * @param restart whether the child is restarted when it has ended
 * @param shutdown how the supervisor ends the child
 */
public record ChildOptions(Restart restart, Shutdown shutdown) {

  public ChildOptions {
    WireMessage.require(restart, shutdown);
  }

  /** Never restarted, and killed if it does not end within 5 s. */
  public static final ChildOptions DEFAULT = new ChildOptions(Restart.TEMPORARY, Shutdown.DEFAULT);

  public ChildOptions with(Restart other) {
    return new ChildOptions(other, shutdown);
  }

  public ChildOptions with(Shutdown other) {
    return new ChildOptions(restart, other);
  }
}
