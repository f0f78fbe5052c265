package chat.moebi.otp.process;

import chat.moebi.otp.process.RouterCommand.RemoteLink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The links and monitors between the processes of this node and those of one start of another node.
 * When the other node is lost, each process here that is linked or monitors is told once.
 */
final class RemoteLinks {

  private final Pid here;
  private final Pid there;

  /** Each link as the signal from this node, and each monitor as the signal that began it. */
  private final Set<Signal> links = new HashSet<>();

  /** Signals that end links and monitors, held until the other node can be reached again. */
  private final List<Signal> held = new ArrayList<>();

  /**
   * Creates an empty set of links.
   *
   * @param here the pid that stands for this node
   * @param there the pid that stands for the other node
   */
  RemoteLinks(Pid here, Pid there) {
    this.here = here;
    this.there = there;
  }

  boolean isEmpty() {
    return links.isEmpty() && held.isEmpty();
  }

  /**
   * Records a signal to or from the other node; returns whether to pass it on. A signal that ends
   * an unknown link is not passed on: the process was told of the end before.
   */
  boolean record(Signal signal) {
    if (signal instanceof Signal.Link) {
      links.add(link(signal.from(), signal.to()));
    } else if (signal instanceof Signal.Unlink) {
      links.remove(link(signal.from(), signal.to()));
    } else if (signal instanceof Signal.Exit exit && exit.linked()) {
      return links.remove(link(signal.from(), signal.to()));
    } else if (signal instanceof Signal.Monitor) {
      links.add(signal);
    } else if (signal instanceof Signal.Demonitor end) {
      links.remove(new Signal.Monitor(end.to(), end.from(), end.monitor()));
    } else if (signal instanceof Signal.Down down) {
      return links.remove(new Signal.Monitor(down.from(), down.to(), down.monitor()));
    }
    return true;
  }

  private Signal link(Pid one, Pid other) {
    return isHere(one) ? new Signal.Link(other, one) : new Signal.Link(one, other);
  }

  private boolean isHere(Pid pid) {
    return pid.node().equals(here.node());
  }

  /** Holds a signal until {@link #release}, if it ends a link or a monitor. */
  void hold(Signal signal) {
    boolean endsLink =
        signal instanceof Signal.Unlink
            || signal instanceof Signal.Demonitor
            || signal instanceof Signal.Down
            || signal instanceof Signal.Exit exit && exit.linked();
    if (endsLink && record(signal)) {
      held.add(signal);
    }
  }

  /** Removes and returns the held signals, to be sent in this order. */
  List<Signal> release() {
    List<Signal> signals = List.copyOf(held);
    held.clear();
    return signals;
  }

  /** Removes everything; returns the signals that tell the processes here of the lost node. */
  List<Signal> lose() {
    List<Signal> signals = links.stream().map(this::noConnection).toList();
    links.clear();
    held.clear();
    return signals;
  }

  /** Returns the links, and the monitors of processes here, that the other node has to confirm. */
  List<RemoteLink> toConfirm() {
    return links.stream()
        .filter(link -> isHere(link.from()))
        .map(
            link ->
                new RemoteLink(
                    link.from().number(),
                    link.to().number(),
                    link instanceof Signal.Monitor m ? m.monitor() : RemoteLink.LINK))
        .toList();
  }

  /** Returns those of the other node's links and monitors that this node does not have. */
  List<RemoteLink> missing(List<RemoteLink> theirs) {
    return theirs.stream().filter(link -> !links.contains(signal(link, there, here))).toList();
  }

  /**
   * Removes links and monitors that the other node does not have, because the network lost a signal
   * that ended them; returns the signals that tell the processes here.
   */
  List<Signal> removeMissing(List<RemoteLink> missing) {
    return missing.stream()
        .map(link -> signal(link, here, there))
        .filter(links::remove)
        .map(this::noConnection)
        .toList();
  }

  /** Returns a link or a monitor of a node as it is kept here. */
  private Signal signal(RemoteLink link, Pid from, Pid to) {
    Pid sender = from.withNumber(link.here());
    Pid recipient = to.withNumber(link.there());
    return link.monitor() == RemoteLink.LINK
        ? link(sender, recipient)
        : new Signal.Monitor(recipient, sender, link.monitor());
  }

  private Signal noConnection(Signal link) {
    if (!(link instanceof Signal.Monitor monitor)) {
      return new Signal.Exit(link.from(), link.to(), ExitReason.NOCONNECTION, true);
    } else if (isHere(link.from())) {
      return new Signal.Down(link.from(), link.to(), monitor.monitor(), ExitReason.NOCONNECTION);
    }
    return new Signal.Demonitor(link.to(), link.from(), monitor.monitor());
  }
}
