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
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.ProcessCommand.Detach;
import chat.moebi.otp.process.ProcessCommand.Run;
import chat.moebi.otp.process.ProcessCommand.Stop;
import chat.moebi.otp.process.ProcessSpec.Ended;
import chat.moebi.otp.process.RouterCommand.SpawnRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A process: runs its function step by step, and ends with it. Spawned processes and tasks are
 * actors of this kind.
 *
 * @param <R> what the function returns
 */
public final class ProcessActor<R> extends AbstractProcess implements Self {

  private final ProcessSpec<R> spec;
  private final Steps<R> steps;
  private final LinePrinter printer;
  private Behavior<ProcessCommand> behavior = this;

  /** How the process ends as soon as its last line is written. */
  private Ended<R> ending;

  /** True while a command is handled: if the actor stops then, it has failed. */
  private boolean isHandling;

  private long lastRequest;

  /** The spawn requests that are not answered yet. */
  private final Set<Long> spawning = new HashSet<>();

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
    this.steps = new Steps<>(context, mailbox, this::onEnd);
    this.printer = new LinePrinter(context, runtime, status, spec.leader(), this::onPrinted);
  }

  private Behavior<ProcessCommand> begin() {
    if (spec.linkTo() != null && status.isListed()) {
      addLink(spec.linkTo()); // The router has told the other process.
    } else if (spec.linkTo() != null) {
      link(spec.linkTo());
    }
    steps.take(() -> spec.body().apply(this));
    updateStatus();
    return behavior;
  }

  @Override
  public Behavior<ProcessCommand> receive(
      TypedActorContext<ProcessCommand> typed, ProcessCommand command) {
    isHandling = true;
    if (command instanceof Run run) {
      run.action().run();
    } else if (command instanceof Signal signal) {
      onSignal(signal);
    } else if (command instanceof Reply reply && mailbox.isWanted(reply)) {
      onReceived(new Received.Replied(reply.request(), reply.outcome()));
    } else if (command instanceof Detach detach) {
      unlink(detach.owner());
    } else if (command instanceof Stop stop) {
      onExit(stop.supervisor(), stop.reason(), stop.reason().kind() != Kind.KILL);
    }
    updateStatus();
    isHandling = false;
    return behavior;
  }

  @Override
  void onSignal(Signal signal) {
    if (signal instanceof Signal.Answer answer) {
      onAnswer(answer);
    } else if (signal instanceof Signal.Printed printed) {
      printer.written(printed.line());
    } else {
      super.onSignal(signal);
    }
  }

  // The first answer counts: that of the node, or the refusal after the timeout.
  private void onAnswer(Signal.Answer answer) {
    if (spawning.remove(answer.request())) {
      SpawnResult result = SpawnResult.of(answer.from(), answer.refusal());
      onReceived(new Received.Spawned(answer.request(), result));
    }
  }

  @Override
  void onReceived(Received received) {
    steps.received(received);
  }

  @Override
  void onExit(ExitReason reason, Pid cause) {
    end(new Ended<>(null, reason));
  }

  @Override
  void onStopped() {
    end(new Ended<>(null, isHandling ? ExitReason.KILLED : ExitReason.SHUTDOWN));
  }

  @Override
  boolean isWaiting() {
    return steps.isReceiving();
  }

  /** Ends the process after its function, once its lines are written. */
  private void onEnd(Ended<R> ended) {
    if (printer.isDone()) {
      end(ended);
    } else if (ending == null) {
      ending = ended;
    }
  }

  private void onPrinted() {
    if (ending != null) {
      end(ending);
    }
  }

  private void end(Ended<R> ended) {
    if (behavior != this) {
      return;
    }
    steps.end();
    spec.onEnd().accept(ended); // Before the links, so that the supervisor knows first.
    endLinks(ended.reason());
    Pid known = status.end();
    if (known == null) {
      behavior = Behaviors.stopped();
    } else {
      release(known);
      behavior = Behaviors.receiveMessage(this::onMessageAfterEnd);
    }
  }

  // Answers signals until the router has removed the pid: a late link or monitor gets noproc.
  private Behavior<ProcessCommand> onMessageAfterEnd(ProcessCommand command) {
    if (command instanceof Signal signal) {
      signal.noProcess().ifPresent(this::route);
    }
    return command == ProcessCommand.Forgotten.INSTANCE ? Behaviors.stopped() : Behaviors.same();
  }

  @Override
  public NodeName node() {
    return runtime.node();
  }

  @Override
  public void print(String line) {
    printer.print(LinePrinter.checked(line), () -> {});
  }

  /** Returns an output for a thread that may block, and that runs on behalf of this process. */
  BlockingIo blockingIo() {
    ActorRef<ProcessCommand> self = context.getSelf();
    return new BlockingIo(
        node(), (line, whenWritten) -> self.tell(new Run(() -> printer.print(line, whenWritten))));
  }

  @Override
  public void send(Pid to, Object message) {
    send(to, terms().write(message), Signal.UNANSWERED);
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
    Duration timeout = runtime.settings().answerTimeout();
    SpawnRequest request =
        new SpawnRequest(++lastRequest, call.written(terms()), pid(), linked, spec.leader());
    requestSpawn(Objects.requireNonNull(node), request);
    spawning.add(request.request());
    context.scheduleOnce(
        timeout,
        context.getSelf(),
        Signal.Answer.to(request, runtime.nodePid(), Refusal.noAnswer(node, timeout)));
    return request.request();
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
