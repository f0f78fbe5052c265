package chat.moebi.otp.task;

import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.name.NodeName;
import chat.moebi.node.Supervision;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ShellProcess;
import chat.moebi.otp.task.TaskProtocol.ListSupervisors;
import chat.moebi.otp.task.TaskProtocol.Names;
import chat.moebi.otp.task.TaskSupervisors.StartSupervisor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** Runs tasks for a program, on its own node and on others. Thread-safe. */
public final class Tasks {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  private final TaskClient client;

  /**
   * Spawns the actors that tasks need as children of an actor: this node's supervisors, and the
   * owner of the tasks of its program.
   *
   * @param own the program's own process, which linked tasks are linked to
   */
  public static Tasks start(
      ActorContext<?> parent, ProcessRuntime runtime, ShellProcess own, TaskSettings settings) {
    SupervisorOptions options = SupervisorOptions.DEFAULT.maxChildren(settings.maxChildren());
    return new Tasks(
        new TaskClient(
            parent.getSystem(),
            runtime,
            own,
            runtime.settings().answerTimeout(),
            settings.isLocal(),
            // A restart would end the supervisors.
            Supervision.resuming(
                parent, TaskSupervisors.create(runtime, options), TaskSupervisors.ACTOR),
            Supervision.restarting(parent, TaskOwner.create(runtime, settings), TaskOwner.ACTOR),
            new AtomicBoolean()));
  }

  private Tasks(TaskClient client) {
    this.client = client;
  }

  /** Returns the supervisor of the given name on a node. */
  public TaskSupervisor supervisor(NodeName node, String name) {
    return new TaskSupervisor(client, node, name);
  }

  /** Returns the supervisor that every node has. */
  public TaskSupervisor supervisor(NodeName node) {
    return supervisor(node, TaskSupervisors.DEFAULT);
  }

  /**
   * Starts a supervisor on this node.
   *
   * @return the supervisor; fails with an {@link IllegalStateException} if the name is taken
   * @throws IllegalArgumentException if it is not a supervisor's name
   */
  public CompletionStage<TaskSupervisor> startSupervisor(String name, SupervisorOptions options) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a supervisor's name; write 1 to 63 letters, digits, _ and -");
    }
    NodeName node = client.runtime().node();
    return client
        .query(
            node,
            supervisors ->
                client.<Boolean>ask(
                    supervisors, replyTo -> new StartSupervisor(name, options, replyTo)))
        .thenApply(
            isNew -> {
              if (!isNew.orElseThrow()) {
                throw new IllegalStateException("there is a task supervisor " + name + " already");
              }
              return supervisor(node, name);
            });
  }

  /**
   * Returns the names of a node's supervisors.
   *
   * @return nothing if there is no connection to the node, or it does not answer in time
   */
  public CompletionStage<Optional<List<String>>> supervisorsOf(NodeName node) {
    return client
        .query(node, supervisors -> client.<Names>ask(supervisors, ListSupervisors::new))
        .thenApply(names -> names.map(Names::names));
  }

  /** Refuses all requests from now on, since the node has ended and nothing would answer them. */
  public void nodeHasEnded() {
    client.hasEnded().set(true);
  }
}
