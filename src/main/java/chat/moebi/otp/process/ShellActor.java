package chat.moebi.otp.process;

import akka.actor.Cancellable;
import akka.actor.typed.Behavior;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.PendingRequests.Request;
import chat.moebi.otp.process.ProcessStatus.State;
import chat.moebi.otp.process.RouterCommand.SpawnAt;
import chat.moebi.otp.process.RouterCommand.SpawnRequest;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The actor of a {@link ShellProcess}: a process without a function, whose messages stay in the
 * mailbox until they are drained. Instead of ending it starts anew, in the same actor, so that no
 * command of the user gets lost meanwhile.
 */
final class ShellActor extends AbstractProcess {

  /** Does something on the thread of the shell. */
  record Run(Consumer<ShellActor> action) implements ProcessCommand {}

  private final Consumer<Pid> onRestart;
  private final PendingRequests pending;
  private final Duration timeout;

  /**
   * Creates the shell.
   *
   * @param onRestart gets the new pid, on the thread of the shell
   */
  static Behavior<ProcessCommand> create(
      ProcessRuntime runtime, ProcessStatus status, Consumer<Pid> onRestart) {
    return Behaviors.setup(context -> new ShellActor(context, runtime, status, onRestart));
  }

  private ShellActor(
      ActorContext<ProcessCommand> context,
      ProcessRuntime runtime,
      ProcessStatus status,
      Consumer<Pid> onRestart) {
    super(context, runtime, status);
    this.onRestart = onRestart;
    this.pending = new PendingRequests(runtime, this::later);
    this.timeout = runtime.settings().answerTimeout();
    updateStatus();
  }

  @Override
  public Behavior<ProcessCommand> receive(
      TypedActorContext<ProcessCommand> typed, ProcessCommand command) {
    if (command instanceof Run run) {
      run.action().accept(this);
    } else if (command instanceof Signal signal) {
      onSignal(signal);
    }
    updateStatus();
    return this;
  }

  @Override
  void onSignal(Signal signal) {
    if (signal instanceof Signal.Delivered delivered) {
      pending.answered(delivered.request(), signal);
    } else if (signal instanceof Signal.Spawned spawned) {
      pending.answered(spawned.request(), signal);
    } else if (status.has(signal.to())) {
      super.onSignal(signal);
    } else {
      signal.noProcess().ifPresent(this::route); // It was for a former pid.
    }
  }

  @Override
  void onReceived(Received received) {
    mailbox.add(received);
  }

  @Override
  void onExit(ExitReason reason, Pid cause) {
    endLinks(reason);
    Pid former = pid();
    // Until then, answers to what the shell has sent find it by its former pid.
    later(timeout, () -> release(former));
    mailbox.drain();
    trapExits(false);
    status.restart();
    onRestart.accept(pid());
    runtime.writer().exit(cause.toString(), reason.toString());
  }

  @Override
  void onStopped() {
    endLinks(ExitReason.SHUTDOWN);
    release(status.end());
  }

  @Override
  State state() {
    return State.WAITING;
  }

  void send(Pid to, Object message, CompletableFuture<Refusal> result) {
    Term term = runtime.terms().write(message);
    Request<Signal.Delivered> request =
        new Request<>(
            Signal.Delivered.class,
            to.node(),
            term.cbor().length,
            answer -> result.complete(answer.refusal()),
            () -> result.complete(Refusal.noAnswer(to.node(), timeout)),
            ShellActor::late);
    pending
        .add(request)
        .ifPresentOrElse(
            number -> send(to, term, number), () -> result.complete(Refusal.busy(to.node())));
  }

  void spawn(NodeName node, Call<?> call, boolean linked, CompletableFuture<SpawnResult> result) {
    Request<Signal.Spawned> request =
        new Request<>(
            Signal.Spawned.class,
            node,
            0,
            answer -> result.complete(answer.result()),
            () -> result.complete(new NotSpawned(Refusal.noAnswer(node, timeout))),
            ShellActor::late);
    pending
        .add(request)
        .ifPresentOrElse(
            number -> spawn(node, call, linked, number),
            () -> result.complete(new NotSpawned(Refusal.busy(node))));
  }

  private void spawn(NodeName node, Call<?> call, boolean linked, long number) {
    SpawnRequest request =
        new SpawnRequest(number, call.written(runtime.terms()), pid(), linked, runtime.leader());
    runtime.router().tell(new SpawnAt(node, request));
  }

  List<Received> drain() {
    return mailbox.drain();
  }

  void list(NodeName node, CompletableFuture<Optional<List<ProcessInfo>>> result) {
    list(node, -1, new ArrayList<>(), result);
  }

  private void list(
      NodeName node,
      long after,
      List<ProcessInfo> found,
      CompletableFuture<Optional<List<ProcessInfo>>> result) {
    context.ask(
        RouterCommand.Page.class,
        runtime.router(),
        timeout,
        replyTo -> new RouterCommand.ListAt(node, new RouterCommand.ListRequest(after, replyTo)),
        (page, failure) -> new Run(shell -> shell.onPage(node, after, page, found, result)));
  }

  /** Takes a page of a list, or null if none came in time. */
  private void onPage(
      NodeName node,
      long after,
      RouterCommand.Page page,
      List<ProcessInfo> found,
      CompletableFuture<Optional<List<ProcessInfo>>> result) {
    if (page == null) {
      result.complete(Optional.empty());
      return;
    }
    found.addAll(page.processes());
    long last = found.isEmpty() ? after : found.get(found.size() - 1).pid().number();
    if (page.hasMore() && last > after) { // A page that leads no further is the last.
      list(node, last, found, result);
    } else {
      result.complete(Optional.of(found));
    }
  }

  private Cancellable later(Duration delay, Runnable action) {
    return context.scheduleOnce(delay, context.getSelf(), new Run(shell -> action.run()));
  }

  private static String late(Signal.Delivered answer) {
    return answer.refusal() == null
        ? answer.from() + " received the message"
        : answer.refusal().sentence();
  }

  private static String late(Signal.Spawned answer) {
    return answer.refusal() == null
        ? answer.from().node() + " spawned " + answer.from()
        : answer.refusal().sentence();
  }
}
