package chat.moebi.otp.process;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** The part of a process that others can see: its function, its state and its pid. Thread-safe. */
public final class ProcessStatus {

  private final String function;
  private final boolean isListed;
  private final long started = System.nanoTime();
  private volatile boolean isWaiting;
  private volatile int mailbox;
  private volatile Pid pid;
  private boolean hasEnded;

  private ProcessStatus(String function, boolean isListed, Pid pid) {
    this.function = function;
    this.isListed = isListed;
    this.pid = pid;
  }

  /** Returns the status of a process that has a pid and is listed among the processes. */
  static ProcessStatus of(String function, Pid pid) {
    return new ProcessStatus(function, true, pid);
  }

  /** Returns the status of a task: its supervisor lists it, and it may need no pid. */
  public static ProcessStatus ofTask(String function) {
    return new ProcessStatus(function, false, null);
  }

  /** Describes the process of that pid. */
  public ProcessInfo info(Pid itsPid) {
    String state = isWaiting ? "waiting" : "running";
    return new ProcessInfo(
        itsPid, function, state, mailbox, (System.nanoTime() - started) / 1_000_000);
  }

  /** Whether the process has that pid. */
  public boolean has(Pid other) {
    return other.equals(pid);
  }

  /** Whether the process is listed among the processes, not among the tasks of a supervisor. */
  boolean isListed() {
    return isListed;
  }

  /**
   * Returns the pid of the process, after giving it one if necessary.
   *
   * @param onNew takes the new pid, unless the process has ended: then no process has that pid
   */
  synchronized Pid pid(Supplier<Pid> newPid, Consumer<Pid> onNew) {
    if (pid == null) {
      pid = newPid.get();
      if (!hasEnded) {
        onNew.accept(pid);
      }
    }
    return pid;
  }

  /** Removes the pid of a shell that starts anew. */
  synchronized void restart() {
    pid = null;
  }

  void update(boolean newIsWaiting, int newMailbox) {
    isWaiting = newIsWaiting;
    mailbox = newMailbox;
  }

  /** Records the end; returns the pid, or null if the process never got one. */
  synchronized Pid end() {
    hasEnded = true;
    return pid;
  }
}
