package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.WireMessage;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessCommand;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The messages between the owners of tasks and the task supervisors of a node. */
final class TaskProtocol {

  // The first number is random, so that no late reply to an earlier run of this program fits.
  private static final AtomicLong LAST_REQUEST =
      new AtomicLong(ThreadLocalRandom.current().nextLong());

  private TaskProtocol() {}

  /** Returns a number that no other request of this program has. */
  static long nextRequest() {
    return LAST_REQUEST.incrementAndGet();
  }

  /** A message to the {@link TaskSupervisors} of a node, or to one of these supervisors. */
  interface Command {}

  /** A message that {@link TaskSupervisors} passes on to the supervisor that it names. */
  sealed interface ForSupervisor extends Command, WireMessage {
    String supervisor();

    /** Answers the message on a node that has no supervisor of that name. */
    void refuse(NodeName node);
  }

  /** A request to a supervisor, which answers by a {@link Reply}. */
  sealed interface Request extends ForSupervisor {
    /** Returns the number of the request, chosen by its sender and repeated in the reply. */
    long request();

    ActorRef<Reply> replyTo();

    /** Returns the size of the arguments. */
    default int bytes() {
      return 0;
    }

    default void reply(Outcome outcome) {
      replyTo().tell(new Reply(request(), outcome));
    }

    @Override
    default void refuse(NodeName node) {
      reply(Outcome.of(Refusal.noSupervisor(node, supervisor())));
    }
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
      WireMessage.require(supervisor, call, replyTo);
    }

    @Override
    public int bytes() {
      return call.bytes();
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
      WireMessage.require(supervisor, call, options, replyTo);
    }

    @Override
    public int bytes() {
      return call.bytes();
    }
  }

  /** Ends the task that has the given pid. The reply comes when the task has ended. */
  record TerminateChild(String supervisor, long request, Pid pid, ActorRef<Reply> replyTo)
      implements Request {
    TerminateChild {
      WireMessage.require(supervisor, pid, replyTo);
    }
  }

  /**
   * Unlinks the task that the {@link Start} of the same number and sender started, and ends it. The
   * only reply is the one to that {@code Start}.
   *
   * @param shutdown null if the task goes on, and its result is dropped
   */
  record GiveUp(String supervisor, long request, Shutdown shutdown, ActorRef<Reply> replyTo)
      implements Request, ProcessCommand {
    GiveUp {
      WireMessage.require(supervisor, replyTo);
    }
  }

  /**
   * Asks which of an owner's open requests a supervisor does not know. The network lost such a
   * request, or the reply to it.
   */
  record Audit(
      String supervisor, List<Long> requests, ActorRef<Reply> owner, ActorRef<Unknown> replyTo)
      implements ForSupervisor {
    Audit {
      WireMessage.require(supervisor, owner, replyTo);
      requests = List.copyOf(requests);
    }

    @Override
    public void refuse(NodeName node) {
      replyTo.tell(new Unknown(requests));
    }
  }

  /** Answers an {@link Audit}. The reply to some of these requests may still be on its way. */
  record Unknown(List<Long> requests) implements ProcessCommand, WireMessage {
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
      implements ForSupervisor {

    private static final int PAGE_SIZE = 500;

    ListChildren {
      WireMessage.require(supervisor, replyTo);
    }

    void answer(List<ProcessInfo> all) {
      int from = Math.max(0, Math.min(after, all.size()));
      int to = Math.min(from + PAGE_SIZE, all.size());
      replyTo.tell(new Page(all.subList(from, to), to < all.size(), true));
    }

    @Override
    public void refuse(NodeName node) {
      replyTo.tell(new Page(List.of(), false, false));
    }
  }

  /** Answers {@link ListChildren}. {@code isThere} is false if there is no such supervisor. */
  record Page(List<ProcessInfo> children, boolean hasMore, boolean isThere) implements WireMessage {
    Page {
      children = List.copyOf(children);
    }
  }

  /** Asks for the names of a node's supervisors. */
  record ListSupervisors(ActorRef<Names> replyTo) implements Command, WireMessage {
    ListSupervisors {
      WireMessage.require(replyTo);
    }
  }

  /** Answers {@link ListSupervisors}. */
  record Names(List<String> names) implements WireMessage {
    Names {
      names = List.copyOf(names);
    }
  }
}
