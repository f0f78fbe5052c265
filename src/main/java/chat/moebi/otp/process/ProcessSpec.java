package chat.moebi.otp.process;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Describes a process to be started.
 *
 * @param function the name of the process in a list
 * @param body the first step
 * @param leader the group leader: the {@link ProcessRuntime#leader} of some node
 * @param linkTo the process that the new process is linked to from its beginning, or null
 * @param onEnd takes how the process ended, on the thread of the process
 * @param <R> what the process returns
 */
public record ProcessSpec<R>(
    String function,
    Function<Self, Next<R>> body,
    Pid leader,
    Pid linkTo,
    Consumer<Ended<R>> onEnd) {

  /**
   * How a process ended.
   *
   * @param result what the function returned; null if the reason is not {@code normal}
   */
  public record Ended<R>(R result, ExitReason reason) {}
}
