package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import chat.moebi.otp.function.Term;
import chat.moebi.wire.WireMessage;
import java.util.Objects;

/**
 * Is what one process sends to another, over the two nodes' {@link ProcessRouter}. Between two
 * processes they arrive in order.
 */
public sealed interface Signal extends ProcessRouter.Command, ProcessActor.Command, WireMessage {

  /** Returns who is meant. */
  Pid to();

  /** Returns who has sent it. */
  Pid from();

  /**
   * Puts a message into a mailbox.
   *
   * @param request comes back in {@link Delivered}; {@link #UNANSWERED}: nobody wants to know
   */
  record Send(Pid to, Pid from, Term message, long request) implements Signal {
    /** Checks that nothing is missing. */
    public Send {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(message, "message");
    }
  }

  /** Is the request of a {@link Send} that is not answered. */
  long UNANSWERED = 0;

  /**
   * Answers {@link Send}. Like every signal it comes after those that went before it: so also after
   * what the recipient has sent when it was handed the message.
   *
   * @param refusal null: it is in the mailbox
   */
  record Delivered(Pid to, Pid from, long request, Refusal refusal) implements Signal {
    /** Checks that nothing is missing. */
    public Delivered {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
    }
  }

  /**
   * Answers a {@link SpawnRequest}. Behind the {@link Link} of a process that is linked to its
   * parent, so the parent can remove it.
   *
   * @param from the new process; {@link Pid#ofNode} if there is none
   * @param refusal why there is none; null if there is one
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

  /** Links the sender to the other, which links itself too. */
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
   * Tells a process to end, or that a linked one has.
   *
   * @param linked it comes of a link, and does not count if there is none
   */
  record Exit(Pid to, Pid from, ExitReason reason, boolean linked) implements Signal {
    /** Checks that nothing is missing. */
    public Exit {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Begins to watch a process. */
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

  /** Tells that a watched process has ended. */
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

  /** Answers {@link Print}: the next line may. */
  record Printed(Pid to, Pid from, long line) implements Signal {
    /** Checks that nothing is missing. */
    public Printed {
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(from, "from");
    }
  }

  /** Answers a signal to a process that there is not. */
  static void answerNoProcess(Signal signal, ActorRef<ProcessRouter.Command> processes) {
    if (signal instanceof Link) {
      processes.tell(new Exit(signal.from(), signal.to(), ExitReason.NOPROC, true));
    } else if (signal instanceof Monitor m) {
      processes.tell(new Down(m.from(), m.to(), m.monitor(), ExitReason.NOPROC));
    } else if (signal instanceof Send send) {
      answer(send, Refusal.noProcess(send.to()), processes);
    }
  }

  /** Answers a message, if that is wanted. */
  static void answer(Send send, Refusal refusal, ActorRef<ProcessRouter.Command> processes) {
    if (send.request() != UNANSWERED) {
      processes.tell(new Delivered(send.from(), send.to(), send.request(), refusal));
    }
  }
}
