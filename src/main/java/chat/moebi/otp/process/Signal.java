package chat.moebi.otp.process;

import chat.moebi.cluster.WireMessage;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.RouterCommand.SpawnRequest;
import java.util.Optional;

/**
 * A message from one process to another, passed on by the routers of their nodes. Signals between
 * two processes arrive in order.
 */
sealed interface Signal extends RouterCommand, ProcessCommand, WireMessage {

  /** The request of a {@link Send} that wants no answer. */
  long UNANSWERED = 0;

  Pid to();

  Pid from();

  /**
   * Puts a message into a mailbox.
   *
   * @param request the number that {@link Answer} returns, or {@link #UNANSWERED}
   */
  record Send(Pid to, Pid from, Term message, long request) implements Signal {
    public Send {
      WireMessage.require(to, from, message);
    }

    /** Returns the answer, if the sender wants one. */
    Optional<Signal> answer(Refusal refusal) {
      return request == UNANSWERED
          ? Optional.empty()
          : Optional.of(new Answer(from, to, request, refusal));
    }
  }

  /**
   * Answers a {@link Send} or a {@link RouterCommand.SpawnRequest}.
   *
   * <p>The answer to a message arrives after everything that the recipient sent while it handled
   * the message. The answer to a linked spawn arrives after the {@link Link}, so that the parent
   * can remove the link.
   *
   * @param from the recipient or the new process; {@link Pid#ofNode} if no process was spawned
   * @param refusal null if the message is in the mailbox, or the process was spawned
   */
  record Answer(Pid to, Pid from, long request, Refusal refusal) implements Signal {
    public Answer {
      WireMessage.require(to, from);
    }

    static Answer to(SpawnRequest request, Pid from, Refusal refusal) {
      return new Answer(request.parent(), from, request.request(), refusal);
    }
  }

  /** Links the two processes; the sender has linked itself already. */
  record Link(Pid to, Pid from) implements Signal {
    public Link {
      WireMessage.require(to, from);
    }
  }

  /** Removes the recipient's half of a link. */
  record Unlink(Pid to, Pid from) implements Signal {
    public Unlink {
      WireMessage.require(to, from);
    }
  }

  /**
   * Tells a process to end, or reports the end of a linked process.
   *
   * @param linked whether the signal comes from a link; a process without that link ignores it
   */
  record Exit(Pid to, Pid from, ExitReason reason, boolean linked) implements Signal {
    public Exit {
      WireMessage.require(to, from, reason);
    }
  }

  /** Begins to monitor a process. */
  record Monitor(Pid to, Pid from, long monitor) implements Signal {
    public Monitor {
      WireMessage.require(to, from);
    }
  }

  /** Ends a monitor. */
  record Demonitor(Pid to, Pid from, long monitor) implements Signal {
    public Demonitor {
      WireMessage.require(to, from);
    }
  }

  /** Reports the end of a monitored process. */
  record Down(Pid to, Pid from, long monitor, ExitReason reason) implements Signal {
    public Down {
      WireMessage.require(to, from, reason);
    }
  }

  /**
   * Prints a line at a group leader.
   *
   * @param to the {@link ProcessRuntime#leader} of a node
   */
  record Print(Pid to, Pid from, long line, String text) implements Signal {
    public Print {
      WireMessage.require(to, from, text);
    }
  }

  /** Answers {@link Print}: the next line may follow. */
  record Printed(Pid to, Pid from, long line) implements Signal {
    public Printed {
      WireMessage.require(to, from);
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
