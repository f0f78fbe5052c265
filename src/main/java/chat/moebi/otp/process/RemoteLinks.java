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

  boolean isEmpty() {
    return links.isEmpty() && watchers.isEmpty() && held.isEmpty();
  }

  /** Records a signal to the other node; returns whether to send it. */
  boolean outgoing(Signal signal) {
    return record(signal, signal.from(), signal.to(), links, watchers);
  }

  /**
   * Records a signal from the other node; returns whether to deliver it. A signal that ends an
   * unknown link is not delivered: the process here was told of the end before.
   */
  boolean incoming(Signal signal) {
    return record(signal, signal.to(), signal.from(), watchers, links);
  }

  private boolean record(
      Signal signal,
      Pid processHere,
      Pid processThere,
      Set<RemoteLink> ofSender,
      Set<RemoteLink> ofRecipient) {
    RemoteLink link = new RemoteLink(processHere.number(), processThere.number(), RemoteLink.LINK);
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

  /** Removes everything; returns the signals that tell the processes here of the lost node. */
  List<Signal> lose() {
    List<Signal> signals = new ArrayList<>();
    links.forEach(link -> signals.add(noConnection(link)));
    watchers.forEach(
        watcher ->
            signals.add(
                new Signal.Demonitor(
                    here.withNumber(watcher.there()),
                    there.withNumber(watcher.here()),
                    watcher.monitor())));
    links.clear();
    watchers.clear();
    held.clear();
    return signals;
  }

  /** Returns the links and monitors that the other node has to confirm. */
  List<RemoteLink> toConfirm() {
    return List.copyOf(links);
  }

  /** Returns those of the other node's links and monitors that this node does not have. */
  List<RemoteLink> missing(List<RemoteLink> theirs) {
    return theirs.stream().filter(link -> !isKnown(link)).toList();
  }

  private boolean isKnown(RemoteLink theirs) {
    return theirs.monitor() == RemoteLink.LINK
        ? links.contains(new RemoteLink(theirs.there(), theirs.here(), RemoteLink.LINK))
        : watchers.contains(theirs);
  }

  /**
   * Removes links and monitors that the other node does not have, because the network lost a signal
   * that ended them; returns the signals that tell the processes here.
   */
  List<Signal> removeMissing(List<RemoteLink> missing) {
    return missing.stream().filter(links::remove).map(this::noConnection).toList();
  }

  private Signal noConnection(RemoteLink link) {
    Pid process = here.withNumber(link.here());
    Pid other = there.withNumber(link.there());
    return link.monitor() == RemoteLink.LINK
        ? new Signal.Exit(process, other, ExitReason.NOCONNECTION, true)
        : new Signal.Down(process, other, link.monitor(), ExitReason.NOCONNECTION);
  }
}
