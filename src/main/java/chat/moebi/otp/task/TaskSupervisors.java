package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.task.TaskProtocol.Audit;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.ListChildren;
import chat.moebi.otp.task.TaskProtocol.ListSupervisors;
import chat.moebi.otp.task.TaskProtocol.Names;
import chat.moebi.otp.task.TaskProtocol.Page;
import chat.moebi.otp.task.TaskProtocol.Request;
import chat.moebi.otp.task.TaskProtocol.SupervisorCommand;
import chat.moebi.otp.task.TaskProtocol.Unknown;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Spawns a node's task supervisors, and passes each request on to the supervisor that it names; one
 * a node, at {@code /user/otp/tasks}.
 */
final class TaskSupervisors extends AbstractBehavior<Command> {

  /** The name of the actor. */
  static final String ACTOR = "tasks";

  /** The path of the actor under the user guardian, the same on every node. */
  static final String PATH = ProcessRuntime.ANNEX + "/" + ACTOR;

  /** The name of the supervisor that every node has. */
  static final String DEFAULT = "tasks";

  /** A supervisor that fails drops the request and keeps its tasks, which would end with it. */
  private static final SupervisorStrategy STRATEGY = SupervisorStrategy.resume();

  /** Starts a supervisor, unless there is one of that name. */
  record StartSupervisor(String name, SupervisorOptions options, ActorRef<Started> replyTo)
      implements Command {}

  /** Answers {@link StartSupervisor}. {@code isNew} is false if the name was taken. */
  record Started(boolean isNew) {}

  private final ProcessRuntime runtime;
  private final SortedMap<String, ActorRef<SupervisorCommand>> supervisors = new TreeMap<>();

  /**
   * Creates the actor, with the default supervisor.
   *
   * @param options the options of the default supervisor
   */
  static Behavior<Command> create(ProcessRuntime runtime, SupervisorOptions options) {
    return Behaviors.setup(context -> new TaskSupervisors(context, runtime, options));
  }

  private TaskSupervisors(
      ActorContext<Command> context, ProcessRuntime runtime, SupervisorOptions options) {
    super(context);
    this.runtime = runtime;
    start(DEFAULT, options);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Request.class, this::onRequest)
        .onMessage(Audit.class, this::onAudit)
        .onMessage(ListChildren.class, this::onListChildren)
        .onMessage(ListSupervisors.class, this::onListSupervisors)
        .onMessage(StartSupervisor.class, this::onStartSupervisor)
        .build();
  }

  private Behavior<Command> onRequest(Request request) {
    ActorRef<SupervisorCommand> supervisor = supervisors.get(request.supervisor());
    if (supervisor != null) {
      supervisor.tell(request);
    } else {
      Refusal refusal = Refusal.noSupervisor(runtime.node(), request.supervisor());
      request.replyTo().tell(new Reply(request.request(), Outcome.of(refusal)));
    }
    return this;
  }

  private Behavior<Command> onAudit(Audit audit) {
    ActorRef<SupervisorCommand> supervisor = supervisors.get(audit.supervisor());
    if (supervisor != null) {
      supervisor.tell(audit);
    } else {
      audit.replyTo().tell(new Unknown(audit.requests()));
    }
    return this;
  }

  private Behavior<Command> onListChildren(ListChildren request) {
    ActorRef<SupervisorCommand> supervisor = supervisors.get(request.supervisor());
    if (supervisor != null) {
      supervisor.tell(request);
    } else {
      request.replyTo().tell(Page.none());
    }
    return this;
  }

  private Behavior<Command> onListSupervisors(ListSupervisors request) {
    request.replyTo().tell(new Names(List.copyOf(supervisors.keySet())));
    return this;
  }

  private Behavior<Command> onStartSupervisor(StartSupervisor request) {
    boolean isNew = !supervisors.containsKey(request.name());
    if (isNew) {
      start(request.name(), request.options());
    }
    request.replyTo().tell(new Started(isNew));
    return this;
  }

  private void start(String name, SupervisorOptions options) {
    Behavior<SupervisorCommand> supervisor = FunctionSupervisor.create(name, runtime, options);
    supervisors.put(
        name,
        getContext()
            .spawn(
                Behaviors.supervise(supervisor).onFailure(STRATEGY),
                "supervisor-" + (supervisors.size() + 1)));
  }
}
