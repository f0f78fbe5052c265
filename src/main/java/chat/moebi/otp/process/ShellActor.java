package chat.moebi.otp.process;

import akka.actor.Cancellable;
import akka.actor.typed.Behavior;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.ProcessCommand.Run;
import chat.moebi.otp.process.RouterCommand.SpawnRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The actor of a {@link ShellProcess}: a process without a function, whose messages stay in the
 * mailbox until they are drained. In place of ending, the process starts anew in the same actor, so
 * no command of the user gets lost.
 */
final class ShellActor extends AbstractProcess {

  /** Does something with the shell on its thread. */
  record Use(Consumer<ShellActor> action) implements ProcessCommand {}

  private final PendingRequests pending;

  static Behavior<ProcessCommand> create(ProcessRuntime runtime, ProcessStatus status) {
    return Behaviors.setup(context -> new ShellActor(context, runtime, status));
  }

  private ShellActor(
      ActorContext<ProcessCommand> context, ProcessRuntime runtime, ProcessStatus status) {
    super(context, runtime, status);
    this.pending = new PendingRequests(runtime, this::later);
    updateStatus();
  }

  @Override
  public Behavior<ProcessCommand> receive(
      TypedActorContext<ProcessCommand> typed, ProcessCommand command) {
    if (command instanceof Use use) {
      use.action().accept(this);
    } else if (command instanceof Run run) {
      run.action().run();
    } else if (command instanceof Signal signal) {
      onSignal(signal);
    }
    updateStatus();
    return this;
  }

  @Override
  void onSignal(Signal signal) {
    if (signal instanceof Signal.Answer answer) {
      pending.answered(answer);
    } else if (status.has(signal.to())) {
      super.onSignal(signal);
    } else {
      signal.noProcess().ifPresent(this::route); // The signal is for an earlier pid.
    }
  }

  @Override
  void onReceived(Received received) {
    mailbox.add(received);
  }

  @Override
  void onExit(ExitReason reason, Pid cause) {
    endLinks(reason);
    Pid earlier = pid();
    // Until then, answers to requests of the shell find it by its earlier pid.
    later(runtime.settings().answerTimeout(), () -> release(earlier));
    mailbox.drain();
    trapExits(false);
    status.restart();
    pid(); // Others can list and address the new process at once.
    runtime.writer().exit(cause.toString(), reason.toString());
  }

  @Override
  void onStopped() {
    endLinks(ExitReason.SHUTDOWN);
    release(status.end());
  }

  @Override
  boolean isWaiting() {
    return true;
  }

  void send(Pid to, Object message, CompletableFuture<Refusal> result) {
    Term term = runtime.terms().write(message);
    pending.add(
        to.node(),
        term.cbor().length,
        number -> send(to, term, number),
        (recipient, refusal) -> result.complete(refusal),
        recipient -> recipient + " received the message");
  }

  void spawn(NodeName node, Call<?> call, boolean linked, CompletableFuture<SpawnResult> result) {
    Invocation written = call.written(runtime.terms());
    pending.add(
        node,
        0,
        number ->
            requestSpawn(node, new SpawnRequest(number, written, pid(), linked, runtime.leader())),
        (spawned, refusal) -> result.complete(SpawnResult.of(spawned, refusal)),
        spawned -> node + " spawned " + spawned);
  }

  List<Received> drain() {
    return mailbox.drain();
  }

  private Cancellable later(Duration delay, Runnable action) {
    return context.scheduleOnce(delay, context.getSelf(), new Run(action));
  }
}
