package chat.moebi.otp;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.chat.Annex;
import chat.moebi.chat.Chat;
import chat.moebi.node.Settings;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.ProcessRouter;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ProcessSettings;
import chat.moebi.otp.process.ShellProcess;
import chat.moebi.otp.task.TaskSettings;
import chat.moebi.otp.task.Tasks;

/**
 * The processes and tasks of a node, an annex of its chat at {@code /user/otp}. Thread-safe.
 *
 * <p>{@link #of} returns those of a chat that runs. A node whose functions other nodes use from the
 * start gets them as an annex: {@code Chat.start(settings, registry, output, Otp.with(settings,
 * functions))}.
 */
public final class Otp implements Annex<Void> {

  /** The parts that a program outside the ActorSystem uses; new with each ActorSystem. */
  private record Actors(ProcessRuntime runtime, ShellProcess process, Tasks tasks) {
    /** Ends everything that waits for an answer. */
    void end() {
      process.nodeHasEnded();
      tasks.nodeHasEnded();
    }
  }

  private final ProcessSettings processSettings;
  private final TaskSettings taskSettings;
  private final Functions functions;

  /** Null before the first start. */
  private volatile Actors actors;

  /**
   * Returns the processes and tasks of a chat. If it was started without them, they start now, with
   * the installed functions. The method blocks until they have started, so the threads of actors
   * must not call it.
   *
   * @throws IllegalStateException if the chat was closed before they could start
   */
  public static Otp of(Chat chat) {
    return chat.annex(Otp.class, settings -> with(settings, Functions.installed()));
  }

  /**
   * Creates the processes and tasks of a chat that is not started yet.
   *
   * @param functions the functions that the node can run, {@code Functions.installed()} for example
   */
  public static Otp with(Settings settings, Functions functions) {
    return new Otp(settings, functions);
  }

  private Otp(Settings settings, Functions functions) {
    this.processSettings = ProcessSettings.from(settings.config());
    this.taskSettings = TaskSettings.from(settings.config());
    this.functions = functions;
  }

  @Override
  public String name() {
    return ProcessRuntime.ANNEX;
  }

  /** Returns the strategy to stop: each child has a strategy of its own. */
  @Override
  public SupervisorStrategy strategy() {
    return SupervisorStrategy.stop();
  }

  @Override
  public Behavior<Void> start(ActorContext<Void> context, Environment environment) {
    ProcessRuntime runtime = ProcessRouter.start(context, environment, processSettings, functions);
    ShellProcess process = ShellProcess.start(context, runtime);
    Actors started =
        new Actors(runtime, process, Tasks.start(context, runtime, process, taskSettings));
    actors = started;
    return Behaviors.receive(Void.class)
        .onSignal(
            PostStop.class,
            signal -> {
              started.end();
              return Behaviors.same();
            })
        .build();
  }

  @Override
  public void systemEnded() {
    Actors ended = actors;
    if (ended != null) {
      ended.end();
    }
  }

  /**
   * Returns this program's own process, the shell's: it spawns others, and has a mailbox. After the
   * node has rejoined, it is another process.
   */
  public ShellProcess process() {
    return actors.process();
  }

  /** Returns what runs tasks, here and on other nodes; another instance after a rejoin. */
  public Tasks tasks() {
    return actors.tasks();
  }

  /** Returns the writer and reader of the values that functions take and return. */
  public Terms terms() {
    return actors.runtime().terms();
  }

  public Functions functions() {
    return functions;
  }
}
