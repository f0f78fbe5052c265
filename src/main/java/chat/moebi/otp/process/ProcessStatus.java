package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import java.util.Locale;

/**
 * Is what can be seen of a process from outside while it runs, and its pid, which it gets when one
 * is first asked for: most processes are never addressed. Thread-safe.
 */
public final class ProcessStatus {

  /** Tells what a process does. */
  enum State {
    RUNNING,
    WAITING
  }

  private final String function;
  private final boolean isListed;
  private final long born = System.nanoTime();
  private volatile State state = State.RUNNING;
  private volatile int mailbox;
  private volatile Pid pid;
  private boolean hasEnded;
  private boolean isVacant;

  private ProcessStatus(String function, boolean isListed, Pid pid) {
    this.function = function;
    this.isListed = isListed;
    this.pid = pid;
  }

  /** Makes that of a process that has a pid, and is listed among the processes. */
  static ProcessStatus of(String function, Pid pid) {
    return new ProcessStatus(function, true, pid);
  }

  /** Makes that of a task, which its supervisor lists, and which may do without a pid. */
  public static ProcessStatus ofTask(String function) {
    return new ProcessStatus(function, false, null);
  }

  /** Describes the process; gives it a pid if it has none. */
  public ProcessInfo info(ProcessRuntime host, ActorRef<ProcessActor.Command> process) {
    return new ProcessInfo(
        pid(host, process),
        function,
        state.name().toLowerCase(Locale.ROOT),
        mailbox,
        (System.nanoTime() - born) / 1_000_000);
  }

  /** Returns the process's pid; gives it one if it has none. */
  public Pid pid(ProcessRuntime host, ActorRef<ProcessActor.Command> process) {
    return pid != null ? pid : newPid(host, process);
  }

  /** Tells whether the process has that pid. */
  public boolean has(Pid other) {
    return other.equals(pid);
  }

  /** Tells whether it is listed under that pid; a former one of a shell's is not. */
  boolean isListed() {
    return isListed;
  }

  boolean isListedAs(Pid itsPid) {
    return isListed && has(itsPid);
  }

  void is(State newState, int newMailbox) {
    state = newState;
    mailbox = newMailbox;
  }

  /**
   * Notes the end; returns the pid of which {@link ProcessRouter} knows, or null.
   *
   * @param isUnknown nobody has its address, so without a pid its actor is free for another
   */
  synchronized Pid end(boolean isUnknown) {
    hasEnded = true;
    isVacant = isUnknown && pid == null;
    return pid;
  }

  /** Tells whether it has ended and left its actor to another process. */
  public synchronized boolean isVacant() {
    return isVacant;
  }

  /** Lets a shell start anew under another pid. */
  synchronized void startAnew() {
    hasEnded = false;
    pid = null;
  }

  // Of one that has ended nobody shall know: its pid is one of no process.
  private synchronized Pid newPid(ProcessRuntime host, ActorRef<ProcessActor.Command> process) {
    if (pid == null) {
      pid = host.newPid();
      if (!hasEnded) {
        host.processes().tell(new ProcessRouter.Born(pid.number(), process, this));
      }
    }
    return pid;
  }
}
