package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.ForSupervisor;
import chat.moebi.otp.task.TaskProtocol.ListSupervisors;
import chat.moebi.otp.task.TaskProtocol.Names;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Spawns a node's task supervisors, and passes each message on to the supervisor that it names; one
 * actor a node, at {@code /user/otp/tasks}.
 */
final class TaskSupervisors extends AbstractBehavior<Command> {

  static final String ACTOR = "tasks";

  /** The path of the actor under the user guardian, the same on every node. */
  static final String PATH = ProcessRuntime.ANNEX + "/" + ACTOR;

  /** The name of the supervisor that every node has. */
  static final String DEFAULT = "tasks";

  /** A supervisor that fails drops the message and keeps its tasks, which would end with it. */
  private static final SupervisorStrategy STRATEGY = SupervisorStrategy.resume();

  /** Starts a supervisor. The answer is false if there is one of that name already. */
  record StartSupervisor(String name, SupervisorOptions options, ActorRef<Boolean> replyTo)
      implements Command {}

  private final ProcessRuntime runtime;
  private final SortedMap<String, ActorRef<Command>> supervisors = new TreeMap<>();

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
        .onMessage(ForSupervisor.class, this::onForSupervisor)
        .onMessage(ListSupervisors.class, this::onListSupervisors)
        .onMessage(StartSupervisor.class, this::onStartSupervisor)
        .build();
  }

  private Behavior<Command> onForSupervisor(ForSupervisor message) {
    ActorRef<Command> supervisor = supervisors.get(message.supervisor());
    if (supervisor != null) {
      supervisor.tell(message);
    } else {
      message.refuse(runtime.node());
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
    request.replyTo().tell(isNew);
    return this;
  }

  private void start(String name, SupervisorOptions options) {
    Behavior<Command> supervisor = FunctionSupervisor.create(name, runtime, options);
    supervisors.put(
        name,
        getContext()
            .spawn(
                Behaviors.supervise(supervisor).onFailure(STRATEGY),
                "supervisor-" + (supervisors.size() + 1)));
  }
}
