package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.node.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.None;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.PendingRequests.Question;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Is the process of whoever is at a node but is no process: a program, or the user at the prompt.
 * What is sent to it stays in its mailbox until it is {@linkplain #flush flushed}. Thread-safe.
 *
 * <p>When a process that it is linked to ends with a reason other than {@code normal}, so does this
 * one, which is shown; another one, with a new pid and an empty mailbox, takes its place, and the
 * node lives on.
 *
 * <p>The stages that are returned complete in an actor's thread: what depends on them must not
 * block, or be given an executor of its own. They complete within the timeout, at the latest when
 * the node ends.
 */
public final class ShellProcess {

  /** The name of its actor. */
  private static final String ACTOR = "shell";

  private static final String FUNCTION = "shell";

  private final ProcessRuntime host;
  private final Duration timeout;
  private final ActorRef<ProcessActor.Command> actor;
  private final AtomicReference<Pid> pid;

  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean hasEnded;

  private final PendingRequests unanswered;

  /** Starts it as a child of an actor. */
  public static ShellProcess start(ActorContext<?> guardian, ProcessRuntime host) {
    return new ShellProcess(guardian, host);
  }

  private ShellProcess(ActorContext<?> guardian, ProcessRuntime host) {
    this.host = host;
    this.timeout = host.settings().answerTimeout();
    this.unanswered = new PendingRequests(host);
    this.pid = new AtomicReference<>(host.pid(0));
    ProcessSpec<None> spec =
        new ProcessSpec<>(
            FUNCTION,
            self -> Next.receive(received -> Next.skip()),
            host.leader(),
            null,
            this::hasEnded,
            new Events());
    ProcessStatus status = ProcessStatus.of(FUNCTION, pid.get());
    this.actor = guardian.spawn(ProcessActor.create(host, spec, status), ACTOR);
    host.processes().tell(new ProcessRouter.Born(0, actor, status));
  }

  /** Returns its pid: {@code self()}. */
  public Pid pid() {
    return pid.get();
  }

  /** Spawns a process on a node, linked to this one; its output is this node's. */
  public CompletionStage<SpawnResult> spawnLink(NodeName node, Call<?> call) {
    return spawn(node, call, true);
  }

  /** Spawns a process on a node, not linked to anybody; its output is this node's. */
  public CompletionStage<SpawnResult> spawn(NodeName node, Call<?> call) {
    return spawn(node, call, false);
  }

  /**
   * Puts a record or a text into a process's mailbox.
   *
   * @return null if it is there, or why it is not
   */
  public CompletionStage<Refusal> send(Pid to, Object message) {
    Objects.requireNonNull(to);
    return ask(
        Refusal.noConnection(to.node()),
        (self, result) -> {
          Term term = host.terms().write(message);
          Question question =
              new Question(
                  to.node(),
                  term.cbor().length,
                  answer -> result.complete(((Signal.Delivered) answer).refusal()),
                  () -> result.complete(Refusal.noAnswer(to.node(), timeout)),
                  answer -> late((Signal.Delivered) answer));
          unanswered
              .ask(self.context(), question)
              .ifPresentOrElse(
                  request -> self.send(to, term, request),
                  () -> result.complete(Refusal.busy(to.node())));
        });
  }

  /** Takes all messages out of the mailbox, oldest first: {@code flush()}. */
  public CompletionStage<List<Received>> flush() {
    return ask(List.of(), (self, result) -> result.complete(self.drain()));
  }

  /** Links it and another process; see {@link Self#link}. */
  public CompletionStage<Void> link(Pid other) {
    return run(self -> self.link(other));
  }

  /** Removes a link; see {@link Self#unlink}. */
  public CompletionStage<Void> unlink(Pid other) {
    return run(self -> self.unlink(other));
  }

  /** Watches a process; see {@link Self#monitor}. */
  public CompletionStage<Long> monitor(Pid other) {
    return ask(0L, (self, result) -> result.complete(self.monitor(other)));
  }

  /** Ends a monitor; see {@link Self#demonitor}. */
  public CompletionStage<Void> demonitor(long monitor) {
    return run(self -> self.demonitor(monitor));
  }

  /** Tells a process to end; see {@link Self#exit}. */
  public CompletionStage<Void> exit(Pid to, ExitReason reason) {
    return run(self -> self.exit(to, reason));
  }

  /** Receives exits as messages from now on, until it starts anew; see {@link Self#trapExits}. */
  public CompletionStage<Void> trapExits(boolean traps) {
    return run(self -> self.trapExits(traps));
  }

  /**
   * Lists the processes of a node, by their numbers.
   *
   * @return nothing if there is no connection to the node, or it does not answer in time
   */
  public CompletionStage<Optional<List<ProcessInfo>>> list(NodeName node) {
    Objects.requireNonNull(node);
    return ask(Optional.empty(), (self, result) -> list(self, node, -1, new ArrayList<>(), result));
  }

  /** Ends all that waits for an answer: the node has ended, and nobody else would answer. */
  public void nodeHasEnded() {
    hasEnded = true;
    waiting.forEach(Runnable::run);
  }

  private void list(
      ProcessActor<?> self,
      NodeName node,
      long after,
      List<ProcessInfo> found,
      CompletableFuture<Optional<List<ProcessInfo>>> result) {
    self.context()
        .ask(
            ProcessRouter.Page.class,
            host.processes(),
            timeout,
            replyTo ->
                new ProcessRouter.ListAt(node, new ProcessRouter.ListRequest(after, replyTo)),
            (page, failure) ->
                new ProcessActor.Do(
                    s -> {
                      if (failure != null) {
                        result.complete(Optional.empty());
                        return;
                      }
                      found.addAll(page.processes());
                      if (page.hasMore()) {
                        long last = found.get(found.size() - 1).pid().number();
                        list(s, node, last, found, result);
                      } else {
                        result.complete(Optional.of(found));
                      }
                    }));
  }

  private CompletionStage<SpawnResult> spawn(NodeName node, Call<?> call, boolean linked) {
    Objects.requireNonNull(node);
    return ask(
        new NotSpawned(Refusal.noConnection(node)),
        (self, result) -> {
          Question question =
              new Question(
                  node,
                  0,
                  answer -> result.complete(((Signal.Spawned) answer).result()),
                  () -> result.complete(new NotSpawned(Refusal.noAnswer(node, timeout))),
                  answer -> late((Signal.Spawned) answer));
          unanswered
              .ask(self.context(), question)
              .ifPresentOrElse(
                  request -> self.spawn(node, call, linked, request),
                  () -> result.complete(new NotSpawned(Refusal.busy(node))));
        });
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

  private void hasEnded(ProcessSpec.Ended<None> ended) {
    if (ended.cause() != null) {
      host.writer().exit(ended.cause().toString(), ended.reason().toString());
    }
  }

  private CompletionStage<Void> run(Consumer<ProcessActor<?>> action) {
    return ask(
        null,
        (self, result) -> {
          action.accept(self);
          result.complete(null);
        });
  }

  private <T> CompletionStage<T> ask(T ifTheNodeEnds, Action<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable giveUp = () -> result.complete(ifTheNodeEnds);
    waiting.add(giveUp);
    result.whenComplete((r, failure) -> waiting.remove(giveUp));
    actor.tell(
        new ProcessActor.Do(
            self -> {
              try {
                action.run(self, result);
              } catch (RuntimeException e) { // Is for whoever asked, and not for the shell.
                result.completeExceptionally(e);
              }
            }));
    if (hasEnded) {
      giveUp.run();
    }
    return result;
  }

  private final class Events implements ProcessSpec.Shell {
    @Override
    public void startedAnew(Pid newPid) {
      pid.set(newPid);
    }

    @Override
    public Duration patience() {
      return timeout;
    }

    @Override
    public boolean takes(Signal signal) {
      if (signal instanceof Signal.Delivered delivered) {
        unanswered.answered(delivered.request(), signal);
        return true;
      } else if (signal instanceof Signal.Spawned spawned) {
        unanswered.answered(spawned.request(), signal);
        return true;
      }
      return false;
    }
  }

  @FunctionalInterface
  private interface Action<T> {
    void run(ProcessActor<?> self, CompletableFuture<T> result);
  }
}
