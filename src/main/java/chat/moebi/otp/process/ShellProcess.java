package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import chat.moebi.name.NodeName;
import chat.moebi.node.Supervision;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.RouterCommand.ListRequest;
import chat.moebi.otp.process.RouterCommand.Page;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The process of a Java program, or of the user at the prompt. Messages stay in its mailbox until
 * they are {@linkplain #flush flushed}. Thread-safe.
 *
 * <p>When a linked process ends with a reason other than {@code normal}, the shell process ends
 * too, and the output shows it. A new shell process, with a new pid and an empty mailbox, takes its
 * place, and the node goes on.
 *
 * <p>The returned stages complete on the thread of an actor, so code that depends on them must not
 * block or needs an executor of its own. They complete within {@code chat.send-timeout}, at the
 * latest when the node ends.
 */
public final class ShellProcess {

  /** The name of the actor, and of the process in a listing. */
  private static final String NAME = "shell";

  private final ProcessRuntime runtime;
  private final ProcessStatus status;
  private final ActorRef<ProcessCommand> actor;
  private final Scheduler scheduler;

  /** Actions that complete the open stages when the node ends. */
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  private volatile boolean hasEnded;

  /** Starts a shell process as a child of an actor. */
  public static ShellProcess start(ActorContext<?> parent, ProcessRuntime runtime) {
    return new ShellProcess(parent, runtime);
  }

  private ShellProcess(ActorContext<?> parent, ProcessRuntime runtime) {
    this.runtime = runtime;
    this.status = ProcessStatus.of(NAME, runtime.pid(0));
    // If the actor stopped at a bad message, each later command of the user would wait for ever.
    this.actor = Supervision.resuming(parent, ShellActor.create(runtime, status), NAME);
    this.scheduler = parent.getSystem().scheduler();
    runtime.router().tell(new RouterCommand.Born(0, actor, status));
  }

  /** Returns the pid: {@code self()}. */
  public Pid pid() {
    return runtime.pid(status, actor);
  }

  /** Spawns a process on a node, linked to this process; its output is this node's. */
  public CompletionStage<SpawnResult> spawnLink(NodeName node, Call<?> call) {
    return spawn(node, call, true);
  }

  /** Spawns a process on a node, without a link; its output is this node's. */
  public CompletionStage<SpawnResult> spawn(NodeName node, Call<?> call) {
    return spawn(node, call, false);
  }

  private CompletionStage<SpawnResult> spawn(NodeName node, Call<?> call, boolean linked) {
    Objects.requireNonNull(node);
    return ask(
        new NotSpawned(Refusal.noConnection(node)),
        (shell, result) -> shell.spawn(node, call, linked, result));
  }

  /**
   * Puts a record or a text into a process's mailbox.
   *
   * @return null if the message is in the mailbox, else the refusal
   */
  public CompletionStage<Refusal> send(Pid to, Object message) {
    Objects.requireNonNull(to);
    return ask(Refusal.noConnection(to.node()), (shell, result) -> shell.send(to, message, result));
  }

  /** Removes and returns all messages in the mailbox, oldest first: {@code flush()}. */
  public CompletionStage<List<Received>> flush() {
    return ask(List.of(), (shell, result) -> result.complete(shell.drain()));
  }

  /** Links this process and another one; see {@link Self#link}. */
  public CompletionStage<Void> link(Pid other) {
    return run(shell -> shell.link(other));
  }

  /** Removes a link; see {@link Self#unlink}. */
  public CompletionStage<Void> unlink(Pid other) {
    return run(shell -> shell.unlink(other));
  }

  /** Monitors a process; see {@link Self#monitor}. */
  public CompletionStage<Long> monitor(Pid other) {
    return ask(0L, (shell, result) -> result.complete(shell.monitor(other)));
  }

  /** Ends a monitor; see {@link Self#demonitor}. */
  public CompletionStage<Void> demonitor(long monitor) {
    return run(shell -> shell.demonitor(monitor));
  }

  /** Tells a process to end; see {@link Self#exit}. */
  public CompletionStage<Void> exit(Pid to, ExitReason reason) {
    return run(shell -> shell.exit(to, reason));
  }

  /** Receives exits as messages until the shell starts anew; see {@link Self#trapExits}. */
  public CompletionStage<Void> trapExits(boolean traps) {
    return run(shell -> shell.trapExits(traps));
  }

  /**
   * Lists the processes of a node, in the order of their numbers.
   *
   * @return nothing if there is no connection to the node, or it does not answer in time
   */
  public CompletionStage<Optional<List<ProcessInfo>>> list(NodeName node) {
    CompletableFuture<Optional<List<ProcessInfo>>> result = untilNodeEnds(Optional.empty());
    runtime
        .router(node)
        .ifPresentOrElse(
            there ->
                list(there, -1)
                    .whenComplete((found, failure) -> result.complete(Optional.ofNullable(found))),
            () -> result.complete(Optional.empty()));
    return result;
  }

  private CompletionStage<List<ProcessInfo>> list(ActorRef<RouterCommand> there, long after) {
    Duration timeout = runtime.settings().answerTimeout();
    CompletionStage<Page> page =
        AskPattern.ask(there, replyTo -> new ListRequest(after, replyTo), timeout, scheduler);
    return page.thenCompose(
        first -> {
          List<ProcessInfo> found = first.processes();
          long last = found.isEmpty() ? after : found.get(found.size() - 1).pid().number();
          return first.hasMore() && last > after // A page that leads no further is the last.
              ? list(there, last)
                  .thenApply(rest -> Stream.concat(found.stream(), rest.stream()).toList())
              : CompletableFuture.completedFuture(found);
        });
  }

  /** Completes the stages that wait for an answer, since the node has ended. */
  public void nodeHasEnded() {
    hasEnded = true;
    waiting.forEach(Runnable::run);
  }

  private CompletionStage<Void> run(Consumer<ShellActor> action) {
    return ask(
        null,
        (shell, result) -> {
          action.accept(shell);
          result.complete(null);
        });
  }

  private <T> CompletionStage<T> ask(
      T ifTheNodeEnds, BiConsumer<ShellActor, CompletableFuture<T>> action) {
    CompletableFuture<T> result = untilNodeEnds(ifTheNodeEnds);
    actor.tell(
        new ShellActor.Use(
            shell -> {
              try {
                action.accept(shell, result);
              } catch (RuntimeException e) { // For the caller: the shell itself goes on.
                result.completeExceptionally(e);
              }
            }));
    return result;
  }

  /** Returns a future that completes with a value when the node ends, unless it did before. */
  private <T> CompletableFuture<T> untilNodeEnds(T value) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable giveUp = () -> result.complete(value);
    waiting.add(giveUp);
    result.whenComplete((r, failure) -> waiting.remove(giveUp));
    if (hasEnded) {
      giveUp.run();
    }
    return result;
  }
}
