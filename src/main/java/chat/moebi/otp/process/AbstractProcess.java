package chat.moebi.otp.process;

import akka.actor.typed.Behavior;
import akka.actor.typed.ExtensibleBehavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.RouterCommand.SpawnRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The common base of a {@linkplain ProcessActor process} and the {@linkplain ShellActor shell}: a
 * pid, a mailbox, links and monitors, and the signals about them.
 *
 * <p>It builds no {@code Receive}: a node may have hundreds of thousands of processes.
 */
abstract class AbstractProcess extends ExtensibleBehavior<ProcessCommand> {

  final ActorContext<ProcessCommand> context;
  final ProcessRuntime runtime;
  final ProcessStatus status;
  final Mailbox mailbox;
  private final Set<Pid> links = new HashSet<>();

  /** The monitors that this process has on others, by their numbers. */
  private final Map<Long, Pid> monitors = new HashMap<>();

  /** The monitors that other processes have on this process. */
  private final Set<Signal.Monitor> watchers = new HashSet<>();

  private long lastMonitor;
  private boolean trapsExits;

  AbstractProcess(
      ActorContext<ProcessCommand> context, ProcessRuntime runtime, ProcessStatus status) {
    this.context = context;
    this.runtime = runtime;
    this.status = status;
    this.mailbox = new Mailbox(runtime.settings());
  }

  /** Handles something for the mailbox, or keeps it there. */
  abstract void onReceived(Received received);

  /**
   * Ends the process because of an exit.
   *
   * @param cause the process that the exit comes from
   */
  abstract void onExit(ExitReason reason, Pid cause);

  /** Ends the process because its actor stops: its node or its parent ends, or the actor failed. */
  abstract void onStopped();

  abstract boolean isWaiting();

  @Override
  public Behavior<ProcessCommand> receiveSignal(
      TypedActorContext<ProcessCommand> typed, akka.actor.typed.Signal signal) {
    if (signal == PostStop.instance()) {
      onStopped();
    }
    return this;
  }

  /** Handles a signal that is not an answer. */
  void onSignal(Signal signal) {
    if (signal instanceof Signal.Send send) {
      onSend(send);
    } else if (signal instanceof Signal.Link link) {
      links.add(link.from());
    } else if (signal instanceof Signal.Unlink unlink) {
      links.remove(unlink.from());
    } else if (signal instanceof Signal.Exit exit) {
      if (!exit.linked() || links.remove(exit.from())) {
        onExit(exit.from(), exit.reason(), exit.linked());
      }
    } else if (signal instanceof Signal.Monitor monitor) {
      watchers.add(monitor);
    } else if (signal instanceof Signal.Demonitor end) {
      watchers.remove(new Signal.Monitor(end.to(), end.from(), end.monitor()));
    } else if (signal instanceof Signal.Down down && monitors.remove(down.monitor()) != null) {
      onReceived(new Received.Down(down.monitor(), down.from(), down.reason()));
    }
  }

  private void onSend(Signal.Send send) {
    Refusal refusal = null;
    if (mailbox.isFull(send.message().cbor().length)) {
      refusal = Refusal.busy(runtime.node());
      context.getLog().warn("the mailbox of {} is full; a message was refused", pid());
    } else {
      onReceived(new Received.Message(send.from(), send.message(), runtime.terms()));
    }
    updateStatus(); // Before the answer: the sender may list the process next.
    send.answer(refusal).ifPresent(this::route);
  }

  /**
   * Handles the end of another process, or an order to end.
   *
   * @param linked false for an order; only an order can kill
   */
  final void onExit(Pid from, ExitReason reason, boolean linked) {
    if (reason.kind() == Kind.KILL && !linked) {
      onExit(ExitReason.KILLED, from);
    } else if (trapsExits) {
      onReceived(new Received.Exit(from, reason));
    } else if (reason.kind() != Kind.NORMAL || from.equals(pid())) {
      onExit(reason, from);
    }
  }

  /** Tells the linked and the monitoring processes of the end. */
  final void endLinks(ExitReason reason) {
    links.forEach(other -> route(new Signal.Exit(other, pid(), reason, true)));
    watchers.forEach(w -> route(new Signal.Down(w.from(), pid(), w.monitor(), reason)));
    monitors.forEach((number, other) -> route(new Signal.Demonitor(other, pid(), number)));
    links.clear();
    watchers.clear();
    monitors.clear();
  }

  /** Asks a node to spawn a process; a {@link Signal.Answer} comes at once if it is not there. */
  final void requestSpawn(NodeName node, SpawnRequest request) {
    Signal refused = Signal.Answer.to(request, runtime.nodePid(), Refusal.noConnection(node));
    runtime
        .router(node)
        .ifPresentOrElse(there -> there.tell(request), () -> context.getSelf().tell(refused));
  }

  /** Tells the router that a pid is not in use any more. */
  final void release(Pid pid) {
    runtime.router().tell(new RouterCommand.Gone(pid.number(), context.getSelf()));
  }

  final void updateStatus() {
    status.update(isWaiting(), mailbox.size());
  }

  final void route(Signal signal) {
    runtime.router().tell(signal);
  }

  public final Pid pid() {
    return runtime.pid(status, context.getSelf());
  }

  /** Adds this process's half of a link, unless it is there; returns whether it was added. */
  final boolean addLink(Pid other) {
    return links.add(other);
  }

  public final void link(Pid other) {
    Objects.requireNonNull(other);
    if (!other.equals(pid()) && addLink(other)) {
      route(new Signal.Link(other, pid()));
    }
  }

  public final void unlink(Pid other) {
    if (links.remove(Objects.requireNonNull(other))) {
      route(new Signal.Unlink(other, pid()));
    }
  }

  public final long monitor(Pid other) {
    monitors.put(++lastMonitor, Objects.requireNonNull(other));
    route(new Signal.Monitor(other, pid(), lastMonitor));
    return lastMonitor;
  }

  public final void demonitor(long monitor) {
    Pid other = monitors.remove(monitor);
    if (other != null) {
      route(new Signal.Demonitor(other, pid(), monitor));
    }
    mailbox.dropDown(monitor);
  }

  public final void exit(Pid to, ExitReason reason) {
    route(new Signal.Exit(to, pid(), reason, false));
  }

  public final void trapExits(boolean traps) {
    trapsExits = traps;
  }

  final void send(Pid to, Term message, long request) {
    route(new Signal.Send(to, pid(), message, request));
  }
}
