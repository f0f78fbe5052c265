package chat.moebi.otp.process;

import chat.moebi.name.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The links and monitors between the processes of this node and those of one start of another node.
 * Each end of them is told once when the other node is lost.
 */
final class RemoteLinks {

  private final Pid here;
  private final Pid there;

  /** Links, and monitors that processes here have on processes there. */
  private final Set<RemoteLink> links = new HashSet<>();

  /** Monitors that processes there have on processes here, as the other node sees them. */
  private final Set<RemoteLink> watchers = new HashSet<>();

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

  NodeName node() {
    return there.node();
  }

  long incarnation() {
    return there.incarnation();
  }

  boolean isEmpty() {
    return links.isEmpty() && watchers.isEmpty() && held.isEmpty();
  }

  /** Notes a signal to the other node; returns whether it is to be sent. */
  boolean outgoing(Signal signal) {
    return note(signal, signal.from().number(), signal.to().number(), links, watchers);
  }

  /**
   * Notes a signal from the other node; returns whether it is to be delivered. A signal that ends a
   * link which is not there is not: its end was told before.
   */
  boolean incoming(Signal signal) {
    return note(signal, signal.to().number(), signal.from().number(), watchers, links);
  }

  private boolean note(
      Signal signal,
      long hereNumber,
      long thereNumber,
      Set<RemoteLink> ofSender,
      Set<RemoteLink> ofRecipient) {
    RemoteLink link = new RemoteLink(hereNumber, thereNumber, RemoteLink.LINK);
    if (signal instanceof Signal.Link) {
      links.add(link);
    } else if (signal instanceof Signal.Unlink) {
      links.remove(link);
    } else if (signal instanceof Signal.Exit exit && exit.linked()) {
      return links.remove(link);
    } else if (signal instanceof Signal.Monitor m) {
      ofSender.add(new RemoteLink(m.from().number(), m.to().number(), m.monitor()));
    } else if (signal instanceof Signal.Demonitor m) {
      ofSender.remove(new RemoteLink(m.from().number(), m.to().number(), m.monitor()));
    } else if (signal instanceof Signal.Down down) {
      return ofRecipient.remove(
          new RemoteLink(down.to().number(), down.from().number(), down.monitor()));
    }
    return true;
  }

  /** Holds a signal until {@link #release}, if it ends a link or a monitor. */
  void hold(Signal signal) {
    boolean endsLink =
        signal instanceof Signal.Unlink
            || signal instanceof Signal.Demonitor
            || signal instanceof Signal.Down
            || signal instanceof Signal.Exit exit && exit.linked();
    if (endsLink && outgoing(signal)) {
      held.add(signal);
    }
  }

  /** Removes and returns the held signals, to be sent in this order. */
  List<Signal> release() {
    List<Signal> signals = List.copyOf(held);
    held.clear();
    return signals;
  }

  /** Forgets everything; returns the signals that tell the processes here of the lost node. */
  List<Signal> lose() {
    List<Signal> signals = new ArrayList<>();
    links.forEach(link -> signals.add(lost(link)));
    for (RemoteLink watcher : watchers) {
      signals.add(
          new Signal.Demonitor(here(watcher.there()), there(watcher.here()), watcher.monitor()));
    }
    links.clear();
    watchers.clear();
    held.clear();
    return signals;
  }

  /** Returns the links and monitors that the other node has to confirm. */
  List<RemoteLink> counted() {
    return List.copyOf(links);
  }

  /** Returns the links and monitors among the other node's that this node does not have. */
  List<RemoteLink> missing(List<RemoteLink> counted) {
    return counted.stream().filter(link -> !isKnown(link)).toList();
  }

  private boolean isKnown(RemoteLink theirs) {
    return theirs.monitor() == RemoteLink.LINK
        ? links.contains(new RemoteLink(theirs.there(), theirs.here(), RemoteLink.LINK))
        : watchers.contains(theirs);
  }

  /**
   * Removes links and monitors that the other node does not have, because a signal about their end
   * was lost; returns the signals that tell the processes here.
   */
  List<Signal> breakMissing(List<RemoteLink> missing) {
    return missing.stream().filter(links::remove).map(this::lost).toList();
  }

  private Signal lost(RemoteLink link) {
    Pid process = here(link.here());
    Pid other = there(link.there());
    return link.monitor() == RemoteLink.LINK
        ? new Signal.Exit(process, other, ExitReason.NOCONNECTION, true)
        : new Signal.Down(process, other, link.monitor(), ExitReason.NOCONNECTION);
  }

  private Pid here(long number) {
    return new Pid(here.node(), number, here.incarnation());
  }

  private Pid there(long number) {
    return new Pid(there.node(), number, there.incarnation());
  }
}
