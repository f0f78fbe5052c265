package chat.moebi.otp.task;

import java.util.Objects;

/**
 * Says how a supervisor treats a child that {@link TaskSupervisor#startChild} starts.
 *
 * @param restart whether it is started again when it has ended
 * @param shutdown how it is ended
 */
public record ChildOptions(Restart restart, Shutdown shutdown) {

  /** Checks that nothing is missing. */
  public ChildOptions {
    Objects.requireNonNull(restart, "restart");
    Objects.requireNonNull(shutdown, "shutdown");
  }

  /** Never again, and killed after 5 s. */
  public static final ChildOptions DEFAULT = new ChildOptions(Restart.TEMPORARY, Shutdown.DEFAULT);

  /** Returns the same with another restart. */
  public ChildOptions with(Restart other) {
    return new ChildOptions(other, shutdown);
  }

  /** Returns the same with another shutdown. */
  public ChildOptions with(Shutdown other) {
    return new ChildOptions(restart, other);
  }
}
