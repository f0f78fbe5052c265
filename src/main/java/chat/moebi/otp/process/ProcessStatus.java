package chat.moebi.otp.process;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What can be seen of a process from outside: what it does, and its pid. Thread-safe. */
public final class ProcessStatus {

  /** What a process does. */
  enum State {
    RUNNING,
    WAITING
  }

  private final String function;
  private final boolean isListed;
  private final long started = System.nanoTime();
  private volatile State state = State.RUNNING;
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
    return new ProcessInfo(
        itsPid,
        function,
        state.name().toLowerCase(Locale.ROOT),
        mailbox,
        (System.nanoTime() - started) / 1_000_000);
  }

  /** Whether the process has that pid. */
  public boolean has(Pid other) {
    return other.equals(pid);
  }

  /** Whether the process is listed among the processes, not among the tasks of a supervisor. */
  boolean isListed() {
    return isListed;
  }

  /** Whether the process is listed under that pid; a shell is not listed under a former pid. */
  boolean isListedAs(Pid itsPid) {
    return isListed && has(itsPid);
  }

  /**
   * Returns the pid of the process, after giving it one if necessary.
   *
   * @param onNew gets the new pid, unless the process has ended: then it is one of no process
   */
  Pid pid(Supplier<Pid> newPid, Consumer<Pid> onNew) {
    Pid known = pid;
    return known != null ? known : assign(newPid, onNew);
  }

  /** Forgets the pid of a shell that starts anew. */
  synchronized void restart() {
    pid = null;
  }

  void update(State newState, int newMailbox) {
    state = newState;
    mailbox = newMailbox;
  }

  /** Notes the end; returns the pid, or null if the process never got one. */
  synchronized Pid end() {
    hasEnded = true;
    return pid;
  }

  private synchronized Pid assign(Supplier<Pid> newPid, Consumer<Pid> onNew) {
    if (pid == null) {
      pid = newPid.get();
      if (!hasEnded) {
        onNew.accept(pid);
      }
    }
    return pid;
  }
}
