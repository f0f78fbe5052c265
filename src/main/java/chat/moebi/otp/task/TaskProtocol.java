package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.WireMessage;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.Reply;
import java.util.List;
import java.util.Objects;

/** The messages between the owners of tasks and the task supervisors of a node. */
final class TaskProtocol {

  private TaskProtocol() {}

  /** A message to the {@link TaskSupervisors} of a node. */
  interface Command {}

  /** A message to a single supervisor of a node. */
  interface SupervisorCommand {}

  /** A request to the supervisor of the given name, which answers by a {@link Reply}. */
  sealed interface Request extends Command, SupervisorCommand, WireMessage {
    /** Returns the name of the supervisor. */
    String supervisor();

    /** Returns the number of the request, chosen by its sender and repeated in the reply. */
    long request();

    /** Returns the actor to which the reply goes. */
    ActorRef<Reply> replyTo();
  }

  /**
   * Starts a task. The reply comes when the task ends, or when it is refused.
   *
   * @param linkTo the process that the task is linked to; null for none
   */
  record Start(
      String supervisor, long request, Invocation call, Pid linkTo, ActorRef<Reply> replyTo)
      implements Request {
    Start {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Starts a task that nobody awaits. The reply is its pid. */
  record StartChild(
      String supervisor,
      long request,
      Invocation call,
      ChildOptions options,
      ActorRef<Reply> replyTo)
      implements Request {
    StartChild {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(options, "options");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Ends the task that has the given pid. The reply comes when the task has ended. */
  record TerminateChild(String supervisor, long request, Pid pid, ActorRef<Reply> replyTo)
      implements Request {
    TerminateChild {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(pid, "pid");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /**
   * Unlinks and ends the task that the {@link Start} of the same number and sender started. The
   * only reply is the one to that {@code Start}.
   */
  record ShutDown(String supervisor, long request, Shutdown shutdown, ActorRef<Reply> replyTo)
      implements Request {
    ShutDown {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(shutdown, "shutdown");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /**
   * Unlinks the task that the {@link Start} of the same number and sender started. There is no
   * reply.
   */
  record Detach(String supervisor, long request, ActorRef<Reply> replyTo) implements Request {
    Detach {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /**
   * Asks which of an owner's open requests a supervisor does not know. The network lost such a
   * request, or the reply to it.
   */
  record Audit(
      String supervisor, List<Long> requests, ActorRef<Reply> owner, ActorRef<Unknown> replyTo)
      implements Command, SupervisorCommand, WireMessage {
    Audit {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(replyTo, "replyTo");
      requests = List.copyOf(requests);
    }
  }

  /** Answers an {@link Audit}. The reply to some of these requests may still be on its way. */
  record Unknown(List<Long> requests) implements WireMessage {
    Unknown {
      requests = List.copyOf(requests);
    }
  }

  /**
   * Asks for a page of the tasks of a supervisor, in the order in which they were started.
   *
   * @param after the number of tasks to leave out, since the sender knows them already
   */
  record ListChildren(String supervisor, int after, ActorRef<Page> replyTo)
      implements Command, SupervisorCommand, WireMessage {
    ListChildren {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Answers {@link ListChildren}. {@code isThere} is false if there is no such supervisor. */
  record Page(List<ProcessInfo> children, boolean hasMore, boolean isThere) implements WireMessage {

    private static final int SIZE = 500;

    Page {
      children = List.copyOf(children);
    }

    /** Returns the page of all tasks that comes after the first {@code after} ones. */
    static Page of(List<ProcessInfo> all, int after) {
      int from = Math.max(0, Math.min(after, all.size()));
      int to = Math.min(from + SIZE, all.size());
      return new Page(all.subList(from, to), to < all.size(), true);
    }

    /** Returns the page of a supervisor that does not exist. */
    static Page none() {
      return new Page(List.of(), false, false);
    }
  }

  /** Asks for the names of a node's supervisors. */
  record ListSupervisors(ActorRef<Names> replyTo) implements Command, WireMessage {
    ListSupervisors {
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Answers {@link ListSupervisors}. */
  record Names(List<String> names) implements WireMessage {
    Names {
      names = List.copyOf(names);
    }
  }
}
