package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.wire.WireMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds a node's task supervisors by their names; one a node, at {@code /user/tasks}. One that
 * fails at a request goes on with its tasks.
 */
public final class TaskSupervisors extends AbstractBehavior<TaskSupervisors.Command> {

  /** The name of the actor under the user guardian, the same on every node. */
  public static final String ACTOR = "tasks";

  /** What it takes. */
  public sealed interface Command {}

  /** Is what is asked of a supervisor. */
  sealed interface Request extends Command, FunctionSupervisor.Command, WireMessage {
    /** Returns the supervisor's name. */
    String supervisor();

    /** Returns the number that comes back in the reply. */
    long request();

    /** Returns who is told. */
    ActorRef<Reply> replyTo();
  }

  /**
   * Starts a task whose end is told.
   *
   * @param linkTo is linked to the task; null: nobody
   */
  record Start(
      String supervisor, long request, Invocation call, Pid linkTo, ActorRef<Reply> replyTo)
      implements Request {
    /** Checks that nothing is missing. */
    Start {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Starts a task of which nobody awaits the end; its pid is told. */
  record StartChild(
      String supervisor,
      long request,
      Invocation call,
      ChildOptions options,
      ActorRef<Reply> replyTo)
      implements Request {
    /** Checks that nothing is missing. */
    StartChild {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(options, "options");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Ends a task by its pid, and tells when it has ended. */
  record TerminateChild(String supervisor, long request, Pid pid, ActorRef<Reply> replyTo)
      implements Request {
    /** Checks that nothing is missing. */
    TerminateChild {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(pid, "pid");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /**
   * Unlinks the task that {@link Start} has started under that number, and ends it; its end is told
   * anyway.
   */
  record ShutDown(String supervisor, long request, Shutdown shutdown, ActorRef<Reply> replyTo)
      implements Request {
    /** Checks that nothing is missing. */
    ShutDown {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(shutdown, "shutdown");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Unlinks the task that {@link Start} has started under that number; there is no reply. */
  record Detach(String supervisor, long request, ActorRef<Reply> replyTo) implements Request {
    /** Checks that nothing is missing. */
    Detach {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /**
   * Says which requests somebody waits for, who wants to know which of them the supervisor does not
   * know: because they, or the replies to them, were lost on the way.
   */
  record Audit(
      String supervisor, List<Long> requests, ActorRef<Reply> owner, ActorRef<Unknown> replyTo)
      implements Command, FunctionSupervisor.Command, WireMessage {
    /** Checks that nothing is missing. */
    Audit {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(replyTo, "replyTo");
      requests = List.copyOf(requests);
    }
  }

  /** Answers {@link Audit}; a reply to them may still be on its way. */
  record Unknown(List<Long> requests) implements WireMessage {
    /** Checks that nothing is missing. */
    Unknown {
      requests = List.copyOf(requests);
    }
  }

  /**
   * Asks for the tasks of a supervisor, a page at a time.
   *
   * @param after how many of them, in the order in which they were started, are known already
   */
  public record ListChildren(String supervisor, int after, ActorRef<Page> replyTo)
      implements Command, FunctionSupervisor.Command, WireMessage {

    private static final int PAGE = 500;

    /** Checks that nothing is missing. */
    public ListChildren {
      Objects.requireNonNull(supervisor, "supervisor");
      Objects.requireNonNull(replyTo, "replyTo");
    }

    /** Answers it with the page of all children that is asked for. */
    public void answer(List<ProcessInfo> all) {
      int from = Math.max(0, Math.min(after, all.size()));
      int to = Math.min(from + PAGE, all.size());
      replyTo.tell(new Page(new ArrayList<>(all.subList(from, to)), to < all.size(), true));
    }
  }

  /** Answers {@link ListChildren}; {@code isThere} says whether there is such a supervisor. */
  public record Page(List<ProcessInfo> children, boolean hasMore, boolean isThere)
      implements WireMessage {
    /** Checks that nothing is missing. */
    public Page {
      children = List.copyOf(children);
    }
  }

  /** Asks for the names of the supervisors. */
  record ListSupervisors(ActorRef<Names> replyTo) implements Command, WireMessage {
    /** Checks that nothing is missing. */
    ListSupervisors {
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Answers {@link ListSupervisors}. */
  record Names(List<String> names) implements WireMessage {
    /** Checks that nothing is missing. */
    Names {
      names = List.copyOf(names);
    }
  }

  /** Starts a supervisor, unless there is one of that name. */
  record StartSupervisor(String name, SupervisorOptions options, ActorRef<Started> replyTo)
      implements Command {}

  /** Answers {@link StartSupervisor}; {@code isNew} if there was none of that name. */
  record Started(boolean isNew) {}

  /** Tells of a supervisor that was started elsewhere, so that its tasks can be listed too. */
  public record Listable(String name, ActorRef<ListChildren> supervisor) implements Command {}

  private final ProcessRuntime host;
  private final Map<String, ActorRef<FunctionSupervisor.Command>> supervisors = new HashMap<>();

  /** Those of this actor, and those that were started elsewhere. */
  private final SortedMap<String, ActorRef<ListChildren>> listable = new TreeMap<>();

  private long started;

  /** Creates it with one supervisor, which bears its own name: {@code tasks}. */
  public static Behavior<Command> create(ProcessRuntime host, SupervisorOptions options) {
    return Behaviors.setup(context -> new TaskSupervisors(context, host, options));
  }

  private TaskSupervisors(
      ActorContext<Command> context, ProcessRuntime host, SupervisorOptions options) {
    super(context);
    context.setLoggerName(TaskSupervisors.class);
    this.host = host;
    start(ACTOR, options);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Request.class, this::onRequest)
        .onMessage(Audit.class, this::onAudit)
        .onMessage(ListChildren.class, this::onListChildren)
        .onMessage(ListSupervisors.class, this::onListSupervisors)
        .onMessage(StartSupervisor.class, this::onStartSupervisor)
        .onMessage(Listable.class, this::onListable)
        .build();
  }

  private Behavior<Command> onRequest(Request request) {
    ActorRef<FunctionSupervisor.Command> supervisor = supervisors.get(request.supervisor());
    if (supervisor != null) {
      supervisor.tell(request);
    } else {
      Refusal refusal = Refusal.noSupervisor(host.node(), request.supervisor());
      request.replyTo().tell(new Reply(request.request(), Outcome.of(refusal)));
    }
    return this;
  }

  private Behavior<Command> onAudit(Audit audit) {
    ActorRef<FunctionSupervisor.Command> supervisor = supervisors.get(audit.supervisor());
    if (supervisor != null) {
      supervisor.tell(audit);
    } else {
      audit.replyTo().tell(new Unknown(audit.requests()));
    }
    return this;
  }

  private Behavior<Command> onListChildren(ListChildren request) {
    ActorRef<ListChildren> supervisor = listable.get(request.supervisor());
    if (supervisor != null) {
      supervisor.tell(request);
    } else {
      request.replyTo().tell(new Page(List.of(), false, false));
    }
    return this;
  }

  private Behavior<Command> onListSupervisors(ListSupervisors request) {
    request.replyTo().tell(new Names(new ArrayList<>(listable.keySet())));
    return this;
  }

  private Behavior<Command> onStartSupervisor(StartSupervisor request) {
    boolean isNew = !listable.containsKey(request.name());
    if (isNew) {
      start(request.name(), request.options());
    }
    request.replyTo().tell(new Started(isNew));
    return this;
  }

  private Behavior<Command> onListable(Listable message) {
    listable.put(message.name(), message.supervisor());
    return this;
  }

  private void start(String name, SupervisorOptions with) {
    ActorRef<FunctionSupervisor.Command> supervisor =
        getContext()
            .spawn(
                Behaviors.supervise(FunctionSupervisor.create(name, host, with))
                    .onFailure(SupervisorStrategy.resume()), // Its tasks would end with it.
                "supervisor-" + ++started);
    supervisors.put(name, supervisor);
    listable.put(name, supervisor.narrow());
  }
}
