package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.cluster.ActorFinder;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.BlockingIo.PrintLine;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.LinePrinter.LineDone;
import chat.moebi.otp.process.ProcessCommand.Detach;
import chat.moebi.otp.process.ProcessCommand.Stop;
import chat.moebi.otp.process.ProcessSpec.Ended;
import chat.moebi.otp.process.ProcessStatus.State;
import chat.moebi.otp.process.RouterCommand.SpawnRequest;
import chat.moebi.otp.process.Steps.Resumed;
import chat.moebi.otp.process.Steps.TimedOut;
import java.util.Objects;

/**
 * A process: runs its function step by step, and ends with it. Spawned processes and tasks are
 * actors of this kind.
 *
 * @param <R> what the function returns
 */
public final class ProcessActor<R> extends AbstractProcess implements BlockingSelf {

  private final ProcessSpec<R> spec;
  private final Steps<R> steps;
  private Behavior<ProcessCommand> behavior = this;

  /** Null until the process prints: most processes never do. */
  private LinePrinter printer;

  /** How the process ends as soon as its last line is written. */
  private Ended<R> ending;

  /** Still true when the actor stops because it failed at a command. */
  private boolean isHandling;

  private long lastRequest;

  /** Null until the process spawns another. */
  private PendingSpawns spawns;

  /** Creates a process; its status is for the actor that spawns it. */
  public static <R> Behavior<ProcessCommand> create(
      ProcessRuntime runtime, ProcessSpec<R> spec, ProcessStatus status) {
    return Behaviors.setup(context -> new ProcessActor<>(context, runtime, spec, status).begin());
  }

  private ProcessActor(
      ActorContext<ProcessCommand> context,
      ProcessRuntime runtime,
      ProcessSpec<R> spec,
      ProcessStatus status) {
    super(context, runtime, status);
    this.spec = spec;
    this.steps = new Steps<>(context, mailbox);
  }

  private Behavior<ProcessCommand> begin() {
    if (spec.linkTo() != null && status.isListed()) {
      links.link(spec.linkTo()); // The router has told the other process.
    } else if (spec.linkTo() != null) {
      link(spec.linkTo());
    }
    after(steps.take(() -> spec.body().apply(this)));
    updateStatus();
    return behavior;
  }

  @Override
  public Behavior<ProcessCommand> receive(
      TypedActorContext<ProcessCommand> typed, ProcessCommand command) {
    isHandling = true;
    if (command instanceof Resumed resumed) {
      after(steps.resumed(resumed));
    } else if (command instanceof Signal signal) {
      onSignal(signal);
    } else if (command instanceof Reply reply) {
      onReply(reply);
    } else if (command instanceof TimedOut timedOut) {
      after(steps.timedOut(timedOut));
    } else if (command instanceof PrintLine line) {
      printer().print(line.line(), line.whenWritten());
    } else if (command instanceof LineDone line) {
      onLineDone(line.line());
    } else if (command instanceof Detach detach) {
      unlink(detach.owner());
    } else if (command instanceof Stop stop) {
      exited(stop.supervisor(), stop.reason(), stop.reason().kind() != Kind.KILL);
    }
    updateStatus();
    isHandling = false;
    return behavior;
  }

  @Override
  void onSignal(Signal signal) {
    if (signal instanceof Signal.Spawned spawned) {
      onSpawned(spawned);
    } else if (signal instanceof Signal.Printed printed) {
      onLineDone(printed.line());
    } else {
      super.onSignal(signal);
    }
  }

  private void onReply(Reply reply) {
    if (mailbox.isWanted(reply)) {
      onReceived(new Received.Replied(reply.request(), reply.outcome()));
    }
  }

  // The first answer counts: that of the node, or the refusal after the timeout.
  private void onSpawned(Signal.Spawned spawned) {
    if (spawns != null && spawns.remove(spawned)) {
      onReceived(new Received.Spawned(spawned.request(), spawned.result()));
    }
  }

  private void onLineDone(long line) {
    printer().written(line);
    if (ending != null && printer.isDone()) {
      end(ending);
    }
  }

  @Override
  void onReceived(Received received) {
    after(steps.received(received));
  }

  @Override
  void onExit(ExitReason reason, Pid cause) {
    end(new Ended<>(null, reason, cause));
  }

  @Override
  void onStopped() {
    end(new Ended<>(null, isHandling ? ExitReason.KILLED : ExitReason.SHUTDOWN, null));
  }

  @Override
  State state() {
    return steps.isReceiving() ? State.WAITING : State.RUNNING;
  }

  /** Goes on after a step: ends the process if the step did, once its lines are written. */
  private void after(Ended<R> ended) {
    if (ended == null || ending != null) {
      return;
    } else if (printer == null || printer.isDone()) {
      end(ended);
    } else {
      ending = ended;
    }
  }

  private void end(Ended<R> ended) {
    if (behavior != this) {
      return;
    }
    steps.end();
    spec.onEnd().accept(ended); // Before the links: the supervisor is not the last to know.
    endLinks(ended.reason());
    Pid known = status.end();
    if (known == null) {
      behavior = Behaviors.stopped();
    } else {
      release(known);
      behavior = EndedProcess.create(runtime);
    }
  }

  private LinePrinter printer() {
    if (printer == null) {
      printer = new LinePrinter(context, runtime, spec.leader(), this::pid);
    }
    return printer;
  }

  @Override
  public NodeName node() {
    return runtime.node();
  }

  @Override
  public void print(String line) {
    printer().print(LinePrinter.checked(line), () -> {});
  }

  @Override
  public BlockingIo blockingIo() {
    return new BlockingIo(node(), context.getSelf());
  }

  @Override
  public void send(Pid to, Object message) {
    send(Objects.requireNonNull(to), terms().write(message), Signal.UNANSWERED);
  }

  @Override
  public long spawn(NodeName node, Call<?> call) {
    return spawn(node, call, false);
  }

  @Override
  public long spawnLink(NodeName node, Call<?> call) {
    return spawn(node, call, true);
  }

  private long spawn(NodeName node, Call<?> call, boolean linked) {
    long request = ++lastRequest;
    SpawnRequest spawn =
        new SpawnRequest(request, call.written(terms()), pid(), linked, spec.leader());
    if (spawns == null) {
      spawns = new PendingSpawns(context, runtime);
    }
    spawns.add(Objects.requireNonNull(node), spawn);
    return request;
  }

  @Override
  public ActorFinder actors() {
    return runtime.actors();
  }

  @Override
  public ActorRef<Reply> replies() {
    return context.getSelf().narrow();
  }

  @Override
  public void forget(long request) {
    mailbox.forget(request);
  }

  @Override
  public Terms terms() {
    return runtime.terms();
  }
}
