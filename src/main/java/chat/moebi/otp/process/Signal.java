package chat.moebi.otp.process;

import chat.moebi.cluster.WireMessage;
import chat.moebi.otp.function.Term;
import java.util.Objects;
import java.util.Optional;

/**
 * What one process sends to another, over the routers of their nodes. Signals between two processes
 * arrive in order.
 */
public sealed interface Signal extends RouterCommand, ProcessCommand, WireMessage {

  /** Returns the process that the signal is for. */
  Pid to();

  /** Returns the process that has sent the signal. */
  Pid from();

  /**
   * Puts a message into a mailbox.
   *
   * @param request comes back in {@link Delivered}; {@link #UNANSWERED}: no answer is wanted
   */
  record Send(Pid to, Pid from, Term message, long request) implements Signal {
    /** Checks that nothing is missing. */
    public Send {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(message, "message");
    }

    /** Returns the answer, if one is wanted. */
    Optional<Signal> answer(Refusal refusal) {
      return request == UNANSWERED
          ? Optional.empty()
          : Optional.of(new Delivered(from, to, request, refusal));
    }
  }

  /** The request of a {@link Send} that wants no answer. */
  long UNANSWERED = 0;

  /**
   * Answers {@link Send}. It arrives after everything that the recipient has sent while it handled
   * the message.
   *
   * @param refusal null if the message is in the mailbox
   */
  record Delivered(Pid to, Pid from, long request, Refusal refusal) implements Signal {
    /** Checks that nothing is missing. */
    public Delivered {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
    }
  }

  /**
   * Answers a {@link RouterCommand.SpawnRequest}. It arrives after the {@link Link} of a process
   * that is linked to its parent, so that the parent can remove the link.
   *
   * @param from the new process; {@link Pid#ofNode} if none was spawned
   * @param refusal why none was spawned; null if one was
   */
  record Spawned(Pid to, Pid from, long request, Refusal refusal) implements Signal {
    /** Checks that nothing is missing. */
    public Spawned {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
    }

    SpawnResult result() {
      return refusal == null ? new SpawnResult.Spawned(from) : new SpawnResult.NotSpawned(refusal);
    }
  }

  /** Links the two processes; the sender has linked itself already. */
  record Link(Pid to, Pid from) implements Signal {
    /** Checks that nothing is missing. */
    public Link {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
    }
  }

  /** Removes a link at the other's end. */
  record Unlink(Pid to, Pid from) implements Signal {
    /** Checks that nothing is missing. */
    public Unlink {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
    }
  }

  /**
   * Tells a process to end, or tells it that a linked process has ended.
   *
   * @param linked the signal comes from a link; a process without that link ignores it
   */
  record Exit(Pid to, Pid from, ExitReason reason, boolean linked) implements Signal {
    /** Checks that nothing is missing. */
    public Exit {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Begins to monitor a process. */
  record Monitor(Pid to, Pid from, long monitor) implements Signal {
    /** Checks that nothing is missing. */
    public Monitor {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
    }
  }

  /** Ends a monitor. */
  record Demonitor(Pid to, Pid from, long monitor) implements Signal {
    /** Checks that nothing is missing. */
    public Demonitor {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
    }
  }

  /** Says that a monitored process has ended. */
  record Down(Pid to, Pid from, long monitor, ExitReason reason) implements Signal {
    /** Checks that nothing is missing. */
    public Down {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Prints a line at a group leader.
   *
   * @param to the {@link ProcessRuntime#leader} of a node
   */
  record Print(Pid to, Pid from, long line, String text) implements Signal {
    /** Checks that nothing is missing. */
    public Print {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(text, "text");
    }
  }

  /** Answers {@link Print}: the next line may follow. */
  record Printed(Pid to, Pid from, long line) implements Signal {
    /** Checks that nothing is missing. */
    public Printed {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
    }
  }

  /** Returns the answer to a signal for a process that does not exist, if there is one. */
  default Optional<Signal> noProcess() {
    return undelivered(ExitReason.NOPROC, Refusal.noProcess(to()));
  }

  /** Returns the answer to a signal for a node that cannot be reached, if there is one. */
  default Optional<Signal> noConnection() {
    return this instanceof Print print
        ? Optional.of(new Printed(from(), to(), print.line())) // The next line need not wait.
        : undelivered(ExitReason.NOCONNECTION, Refusal.noConnection(to().node()));
  }

  private Optional<Signal> undelivered(ExitReason reason, Refusal refusal) {
    if (this instanceof Link) {
      return Optional.of(new Exit(from(), to(), reason, true));
    } else if (this instanceof Monitor monitor) {
      return Optional.of(new Down(from(), to(), monitor.monitor(), reason));
    } else if (this instanceof Send send) {
      return send.answer(refusal);
    }
    return Optional.empty();
  }
}
