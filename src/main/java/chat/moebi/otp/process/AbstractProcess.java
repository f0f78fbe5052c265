package chat.moebi.otp.process;

import akka.actor.typed.Behavior;
import akka.actor.typed.ExtensibleBehavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.ProcessStatus.State;
import java.util.Objects;

/**
 * What a {@linkplain ProcessActor process} and the {@linkplain ShellActor shell} have in common: a
 * pid, a mailbox, links and monitors, and the signals about them.
 *
 * <p>It needs no receive builder: there may be hundreds of thousands of processes.
 */
abstract class AbstractProcess extends ExtensibleBehavior<ProcessCommand> {

  final ActorContext<ProcessCommand> context;
  final ProcessRuntime runtime;
  final ProcessStatus status;
  final Mailbox mailbox;
  final Links links = new Links();
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

  /** Ends the process because its actor stops: its node ends, or its parent did, or it failed. */
  abstract void onStopped();

  abstract State state();

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
      links.link(link.from());
    } else if (signal instanceof Signal.Unlink unlink) {
      links.unlink(unlink.from());
    } else if (signal instanceof Signal.Exit exit) {
      if (!exit.linked() || links.unlink(exit.from())) {
        exited(exit.from(), exit.reason(), exit.linked());
      }
    } else if (signal instanceof Signal.Monitor monitor) {
      links.addWatcher(monitor.from(), monitor.monitor());
    } else if (signal instanceof Signal.Demonitor demonitor) {
      links.removeWatcher(demonitor.from(), demonitor.monitor());
    } else if (signal instanceof Signal.Down down && links.demonitor(down.monitor()) != null) {
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
   * @param linked false for an order, which alone can kill
   */
  final void exited(Pid from, ExitReason reason, boolean linked) {
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
    if (!links.isEmpty()) {
      links.end(pid(), reason).forEach(this::route);
    }
  }

  /** Asks a node to spawn a process; a {@link Signal.Answer} comes in any case of a refusal. */
  final void requestSpawn(NodeName node, RouterCommand.SpawnRequest request) {
    runtime
        .router(node)
        .ifPresentOrElse(
            there -> there.tell(request),
            () ->
                context
                    .getSelf()
                    .tell(
                        Signal.Answer.to(request, runtime.nodePid(), Refusal.noConnection(node))));
  }

  /** Tells the router that a pid is not in use any more. */
  final void release(Pid pid) {
    runtime.router().tell(new RouterCommand.Gone(pid.number(), context.getSelf()));
  }

  final void updateStatus() {
    status.update(state(), mailbox.size());
  }

  final void route(Signal signal) {
    runtime.router().tell(signal);
  }

  public final Pid pid() {
    return runtime.pid(status, context.getSelf());
  }

  public final void link(Pid other) {
    Objects.requireNonNull(other);
    if (!other.equals(pid()) && links.link(other)) {
      route(new Signal.Link(other, pid()));
    }
  }

  public final void unlink(Pid other) {
    if (links.unlink(Objects.requireNonNull(other))) {
      route(new Signal.Unlink(other, pid()));
    }
  }

  public final long monitor(Pid other) {
    long monitor = links.monitor(Objects.requireNonNull(other));
    route(new Signal.Monitor(other, pid(), monitor));
    return monitor;
  }

  public final void demonitor(long monitor) {
    Pid other = links.demonitor(monitor);
    if (other != null) {
      route(new Signal.Demonitor(other, pid(), monitor));
    }
    mailbox.dropDown(monitor);
  }

  public final void exit(Pid to, ExitReason reason) {
    Objects.requireNonNull(to);
    Objects.requireNonNull(reason);
    route(new Signal.Exit(to, pid(), reason, false));
  }

  public final void trapExits(boolean traps) {
    trapsExits = traps;
  }

  final void send(Pid to, Term message, long request) {
    route(new Signal.Send(to, pid(), message, request));
  }
}
