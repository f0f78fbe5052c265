package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ExtensibleBehavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.node.ActorFinder;
import chat.moebi.node.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.ProcessSpec.Ended;
import chat.moebi.otp.process.ProcessStatus.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Is a process: runs its function, keeps its mailbox and its ties, and takes them down with it when
 * it ends. Spawned processes, tasks, message tasks and the shell are all of this.
 *
 * <p>Most processes are never addressed, so a pid is given when one is first asked for. One that
 * has a pid stays after its end until {@link ProcessRouter} knows of that, and answers what was on
 * its way: so a link or a monitor that came too late is told {@code noproc}, and not lost.
 *
 * <p>One that has ended without that anybody had its pid or its address leaves its actor vacant:
 * its supervisor can {@link Begin} another process there. To start and to stop an actor takes
 * longer than most processes live.
 *
 * <p>Takes its messages without a receive builder: there may be hundreds of thousands of these, and
 * one for each message that is shown.
 *
 * @param <R> what its function returns
 */
public final class ProcessActor<R> extends ExtensibleBehavior<ProcessActor.Command>
    implements Self {

  /** What a process takes. */
  public sealed interface Command
      permits Signal,
          Reply,
          Begin,
          Stop,
          Detach,
          Do,
          Buried,
          SpawnTimedOut,
          Resumed,
          TimedOut,
          PrintLine,
          LineDone {}

  /**
   * Begins a process in an actor that is vacant.
   *
   * @param process as {@link #create} has made it
   */
  public record Begin(Behavior<Command> process) implements Command {}

  /** Tells a process that its supervisor wants it to end; it may trap that. */
  public record Stop(Pid supervisor, ExitReason reason) implements Command {}

  /** Removes the link between a process and its owner, in the owner's stead. */
  public record Detach(Pid owner) implements Command {}

  /** Does something in the process's stead, in its own thread. */
  record Do(Consumer<ProcessActor<?>> what) implements Command {}

  /** Says that nobody can find the process any more: it may go. */
  enum Buried implements Command {
    INSTANCE
  }

  /** Says that nothing was heard of a spawn. */
  record SpawnTimedOut(Signal.Spawned answer) implements Command {}

  /** Goes on with what came through a callback. */
  record Resumed(Steps.Wait during, Object value) implements Command {}

  /** Goes on without a message. */
  record TimedOut(Steps.Wait during) implements Command {}

  /** Prints a line for a function that runs on another thread. */
  record PrintLine(String line, Runnable whenDone) implements Command {}

  /** Says that a line was written, or is given up. */
  record LineDone(long line) implements Command {}

  private final ActorContext<Command> context;
  private final ProcessRuntime host;
  private final ProcessSpec<R> spec;
  private final ProcessStatus status;
  private final Mailbox mailbox;
  private final Links ties;
  private Steps<R> steps;
  private LinePrinter printing;
  private boolean trapsExits;
  private boolean hasEnded;

  /** Something of it may come after its end. */
  private boolean isAddressed;

  /** What it ends with as soon as its last line is written. */
  private Ended<R> ending;

  private long lastRequest;

  /** The requests whose replies are to be dropped; null while there are none. */
  private Set<Long> forgotten;

  /** The spawns that are not answered; null while there are none. */
  private Set<Long> spawning;

  /**
   * Creates a place for one process after the other, each by {@link Begin}. (An actor keeps what it
   * was created with for as long as it lives.)
   */
  public static Behavior<Command> vacant() {
    return Vacant.INSTANCE;
  }

  /** Creates a process; its status is for whoever starts it. */
  public static <R> Behavior<Command> create(
      ProcessRuntime host, ProcessSpec<R> spec, ProcessStatus status) {
    return Behaviors.setup(context -> new ProcessActor<>(context, host, spec, status).begin());
  }

  private ProcessActor(
      ActorContext<Command> context,
      ProcessRuntime host,
      ProcessSpec<R> spec,
      ProcessStatus status) {
    this.context = context;
    this.host = host;
    this.spec = spec;
    this.status = status;
    this.mailbox = new Mailbox(host.settings());
    this.ties = new Links(host.processes());
    this.steps = new Steps<>(context, mailbox);
  }

  private Behavior<Command> begin() {
    if (spec.linkTo() != null) {
      ties.begin(pid(), spec.linkTo(), status.isListed());
    }
    Behavior<Command> next = after(steps.take(() -> spec.body().apply(this)));
    look();
    return next;
  }

  @Override
  public Behavior<Command> receive(TypedActorContext<Command> typed, Command command) {
    if (hasEnded) {
      return onCommandAfterTheEnd(command);
    }
    Behavior<Command> next = onCommand(command);
    look();
    return next;
  }

  @Override
  public Behavior<Command> receiveSignal(
      TypedActorContext<Command> typed, akka.actor.typed.Signal signal) {
    if (signal == PostStop.instance() && !hasEnded) {
      steps.end(); // Its node ends, or its parent did.
      tellAll(new Ended<>(null, ExitReason.SHUTDOWN, null));
      Pid known = status.end(false);
      if (known != null) {
        host.processes().tell(new ProcessRouter.Gone(known.number(), context.getSelf()));
      }
    }
    return this;
  }

  private Behavior<Command> onCommand(Command command) {
    if (command instanceof Resumed resumed) {
      return after(steps.resumed(resumed));
    } else if (command instanceof Signal signal) {
      return onSignal(signal);
    } else if (command instanceof Reply reply) {
      return onReply(reply);
    } else if (command instanceof SpawnTimedOut timedOut) {
      return onSpawned(timedOut.answer());
    } else if (command instanceof TimedOut timedOut) {
      return after(steps.timedOut(timedOut));
    } else if (command instanceof PrintLine line) {
      printing().add(this::pid, line.line(), line.whenDone());
    } else if (command instanceof LineDone line) {
      return onLineDone(line.line());
    } else if (command instanceof Do action) {
      action.what().accept(this);
    } else if (command instanceof Detach detach) {
      unlink(detach.owner());
    } else if (command instanceof Stop stop) {
      return exited(stop.supervisor(), stop.reason(), stop.reason().kind() != Kind.KILL);
    }
    return this;
  }

  private Behavior<Command> onReply(Reply reply) {
    return forgotten != null && forgotten.remove(reply.request())
        ? this
        : got(new Received.Replied(reply.request(), reply.outcome()));
  }

  private Behavior<Command> onCommandAfterTheEnd(Command command) {
    if (command instanceof Signal signal) {
      Signal.answerNoProcess(signal, host.processes());
    }
    return command == Buried.INSTANCE ? Behaviors.stopped() : this;
  }

  private Behavior<Command> onSignal(Signal signal) {
    if (spec.isShell() && spec.shell().takes(signal)) {
      return this; // The answer to something that maybe a former shell has sent.
    } else if (signal.to().number() != pid().number()) {
      Signal.answerNoProcess(signal, host.processes()); // It was for a former shell.
    } else if (signal instanceof Signal.Send send) {
      return onSend(send);
    } else if (signal instanceof Signal.Link link) {
      ties.addLink(link.from());
    } else if (signal instanceof Signal.Unlink unlink) {
      ties.removeLink(unlink.from());
    } else if (signal instanceof Signal.Exit exit) {
      if (!exit.linked() || ties.removeLink(exit.from())) {
        return exited(exit.from(), exit.reason(), exit.linked());
      }
    } else if (signal instanceof Signal.Monitor monitor) {
      ties.watch(monitor.from(), monitor.monitor());
    } else if (signal instanceof Signal.Demonitor demonitor) {
      ties.unwatch(demonitor.from(), demonitor.monitor());
    } else if (signal instanceof Signal.Down down && ties.fired(down.monitor())) {
      return got(new Received.Down(down.monitor(), down.from(), down.reason()));
    } else if (signal instanceof Signal.Spawned spawned) {
      return onSpawned(spawned);
    } else if (signal instanceof Signal.Printed printed) {
      return onLineDone(printed.line());
    }
    return this;
  }

  private Behavior<Command> onSend(Signal.Send send) {
    Refusal refusal = null;
    Behavior<Command> next = this;
    if (mailbox.isFull(send.message().cbor().length)) {
      refusal = Refusal.busy(host.node());
      context.getLog().warn("the mailbox of {} is full; a message was refused", pid());
    } else {
      next = got(new Received.Message(send.from(), send.message(), host.terms()));
    }
    look(); // First: whoever is answered may look at the mailbox.
    Signal.answer(send, refusal, host.processes());
    return next;
  }

  /** Takes the answer to a spawn once: it may have been given up before. */
  private Behavior<Command> onSpawned(Signal.Spawned spawned) {
    return spawning != null && spawning.remove(spawned.request())
        ? got(new Received.Spawned(spawned.request(), spawned.result()))
        : this;
  }

  private Behavior<Command> onLineDone(long line) {
    printing().written(this::pid, line);
    return ending != null && printing.isDone() ? die(ending) : this;
  }

  /** Handles that another process has ended, or that this one is told to. */
  private Behavior<Command> exited(Pid from, ExitReason reason, boolean linked) {
    if (reason.kind() == Kind.KILL && !linked) {
      return die(new Ended<>(null, ExitReason.KILLED, from));
    } else if (trapsExits) {
      return got(new Received.Exit(from, reason));
    } else if (reason.kind() == Kind.NORMAL && !from.equals(pid())) {
      return this;
    }
    return die(new Ended<>(null, reason, from));
  }

  private Behavior<Command> got(Received received) {
    return after(steps.received(received));
  }

  /** Goes on, or ends, after the lines that it has printed are written. */
  private Behavior<Command> after(Ended<R> ended) {
    if (ended == null || ending != null) {
      return this;
    }
    if (printing != null && !printing.isDone()) {
      ending = ended;
      return this;
    }
    return die(ended);
  }

  private Behavior<Command> die(Ended<R> ended) {
    steps.end();
    if (spec.isShell()) {
      ties.end(this::pid, ended.reason());
      startAnew();
      spec.onEnd().accept(ended); // Who reads of it finds the new pid.
      return begin();
    }
    hasEnded = true;
    Pid known = status.end(!isAddressed); // First: who is told may want to begin the next.
    tellAll(ended);
    if (known == null) {
      return status.isVacant() ? Vacant.INSTANCE : Behaviors.stopped();
    }
    host.processes().tell(new ProcessRouter.Gone(known.number(), context.getSelf()));
    return this;
  }

  private void tellAll(Ended<R> ended) {
    spec.onEnd().accept(ended); // Before the ties: its supervisor is not the last to know.
    ties.end(this::pid, ended.reason());
  }

  // In the same actor, so that nothing that the user asks of the shell is lost in between.
  private void startAnew() {
    // Until then the answers to what it has sent find it by its former number.
    ProcessRouter.Gone gone = new ProcessRouter.Gone(pid().number(), context.getSelf());
    context.scheduleOnce(
        spec.shell().patience(), context.getSelf(), new Do(self -> host.processes().tell(gone)));
    mailbox.drain();
    trapsExits = false;
    ending = null;
    steps = new Steps<>(context, mailbox);
    status.startAnew();
    spec.shell().startedAnew(pid());
  }

  @Override
  public NodeName node() {
    return host.node();
  }

  @Override
  public Pid pid() {
    return status.pid(host, context.getSelf());
  }

  @Override
  public void print(String line) {
    printing().add(this::pid, LinePrinter.checked(line), () -> {});
  }

  @Override
  public void send(Pid to, Object message) {
    send(Objects.requireNonNull(to), host.terms().write(message), Signal.UNANSWERED);
  }

  @Override
  public void link(Pid other) {
    ties.link(pid(), Objects.requireNonNull(other));
  }

  @Override
  public void unlink(Pid other) {
    ties.unlink(pid(), Objects.requireNonNull(other));
  }

  @Override
  public long monitor(Pid other) {
    return ties.monitor(pid(), Objects.requireNonNull(other));
  }

  @Override
  public void demonitor(long monitor) {
    ties.demonitor(pid(), monitor);
    mailbox.dropDown(monitor);
  }

  @Override
  public void exit(Pid to, ExitReason reason) {
    Objects.requireNonNull(to);
    Objects.requireNonNull(reason);
    host.processes().tell(new Signal.Exit(to, pid(), reason, false));
  }

  @Override
  public void trapExits(boolean traps) {
    trapsExits = traps;
  }

  @Override
  public long spawn(NodeName node, Call<?> call) {
    return spawn(node, call, false);
  }

  @Override
  public long spawnLink(NodeName node, Call<?> call) {
    return spawn(node, call, true);
  }

  @Override
  public ActorFinder actors() {
    return host.actors();
  }

  @Override
  public ActorRef<Reply> replies() {
    isAddressed = true;
    return context.getSelf().narrow();
  }

  @Override
  public void forget(long request) {
    if (!mailbox.removeReply(request)) {
      if (forgotten == null) {
        forgotten = new HashSet<>(2);
      }
      forgotten.add(request);
    }
  }

  @Override
  public Terms terms() {
    return host.terms();
  }

  /** Returns what a function that runs on another thread writes through. */
  BlockingIo blockingIo() {
    isAddressed = true;
    return new BlockingIo(host.node(), context.getSelf());
  }

  /** Returns what it asks others with. */
  ActorContext<Command> context() {
    isAddressed = true;
    return context;
  }

  /** Empties the mailbox. */
  List<Received> drain() {
    return mailbox.drain();
  }

  /** Sends a message, of which it may be told when it is there. */
  void send(Pid to, Term message, long request) {
    host.processes().tell(new Signal.Send(to, pid(), message, request));
  }

  /** Has a process spawned in this one's stead. */
  void spawn(NodeName node, Call<?> call, boolean linked, long request) {
    SpawnRequest spawn =
        new SpawnRequest(request, call.written(host.terms()), pid(), linked, spec.leader());
    host.processes().tell(new ProcessRouter.SpawnAt(Objects.requireNonNull(node), spawn));
  }

  private void look() {
    status.is(steps.isReceiving() ? State.WAITING : State.RUNNING, mailbox.size());
  }

  private long spawn(NodeName node, Call<?> call, boolean linked) {
    long request = ++lastRequest;
    spawn(node, call, linked, request);
    if (spawning == null) {
      spawning = new HashSet<>(2);
    }
    spawning.add(request);
    Duration timeout = host.settings().answerTimeout();
    Refusal silence = Refusal.noAnswer(node, timeout);
    context.scheduleOnce(
        timeout,
        context.getSelf(),
        new SpawnTimedOut(new Signal.Spawned(pid(), host.nodePid(), request, silence)));
    return request;
  }

  private LinePrinter printing() {
    if (printing == null) {
      isAddressed = true;
      printing = new LinePrinter(context, host, spec.leader());
    }
    return printing;
  }

  /** Waits for the next process; what comes for the last one is dropped. */
  private static final class Vacant extends ExtensibleBehavior<Command> {
    static final Vacant INSTANCE = new Vacant();

    @Override
    public Behavior<Command> receive(TypedActorContext<Command> typed, Command command) {
      return command instanceof Begin begin ? begin.process() : this;
    }

    @Override
    public Behavior<Command> receiveSignal(
        TypedActorContext<Command> typed, akka.actor.typed.Signal signal) {
      return this;
    }
  }
}
