package chat.moebi.otp.process;

import chat.moebi.node.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps the links and monitors between this node's processes and those of one start of another
 * node, so that each end of them is told once when that node is lost.
 */
final class RemoteLinks {

  /**
   * Is a link, or a monitor.
   *
   * @param here the number of the process on the node that says so
   * @param there the number of the one on the other node
   * @param monitor how the process here has numbered its monitor; {@link #LINK} for a link
   */
  record Tie(long here, long there, long monitor) {}

  /** Stands for the number of a monitor where there is a link. */
  static final long LINK = 0;

  private final ProcessRuntime host;
  private final NodeName node;
  private final long incarnation;
  private final Set<Tie> ties = new HashSet<>();

  /** Monitors of processes there, on processes here: as that node sees them. */
  private final Set<Tie> watched = new HashSet<>();

  /** What ends ties, and waits until the other node can be reached again. */
  private final List<Signal> held = new ArrayList<>();

  RemoteLinks(ProcessRuntime host, NodeName node, long incarnation) {
    this.host = host;
    this.node = node;
    this.incarnation = incarnation;
  }

  NodeName node() {
    return node;
  }

  boolean isEmpty() {
    return ties.isEmpty() && watched.isEmpty() && held.isEmpty();
  }

  /** Keeps a signal for {@link #release}, if it ends a tie. */
  void hold(Signal signal) {
    boolean endsATie =
        signal instanceof Signal.Unlink
            || signal instanceof Signal.Demonitor
            || signal instanceof Signal.Down
            || signal instanceof Signal.Exit exit && exit.linked();
    if (endsATie && note(signal, false)) {
      held.add(signal);
    }
  }

  /** Hands over what was held, in its order. */
  void release(Consumer<Signal> send) {
    held.forEach(send);
    held.clear();
  }

  /**
   * Notes what a signal does to the ties; returns whether it is to be passed on. What comes of a
   * tie that is not there any more is not: its end was told already.
   */
  boolean note(Signal signal, boolean isComingIn) {
    long here = isComingIn ? signal.to().number() : signal.from().number();
    long there = isComingIn ? signal.from().number() : signal.to().number();
    if (signal instanceof Signal.Link) {
      ties.add(new Tie(here, there, LINK));
    } else if (signal instanceof Signal.Unlink) {
      ties.remove(new Tie(here, there, LINK));
    } else if (signal instanceof Signal.Exit exit && exit.linked()) {
      return ties.remove(new Tie(here, there, LINK));
    } else if (signal instanceof Signal.Monitor m) {
      set(isComingIn).add(tie(m, m.monitor()));
    } else if (signal instanceof Signal.Demonitor m) {
      set(isComingIn).remove(tie(m, m.monitor()));
    } else if (signal instanceof Signal.Down down) {
      return set(!isComingIn)
          .remove(new Tie(down.to().number(), down.from().number(), down.monitor()));
    }
    return true;
  }

  /** Tells this end of all ties that the other node is lost, and forgets them. */
  void lose(Consumer<Signal> deliver) {
    List<Tie> lost = List.copyOf(ties);
    ties.clear();
    lost.forEach(tie -> deliver.accept(lost(tie)));
    watched.forEach(
        tie ->
            deliver.accept(
                new Signal.Demonitor(here(tie.there()), there(tie.here()), tie.monitor())));
    watched.clear();
    held.clear();
  }

  /** Returns the ties that this node counts on. */
  Collection<Tie> counted() {
    return ties;
  }

  /** Returns those of the other node's ties that there are not, as this node sees it. */
  List<Tie> missing(List<Tie> counted) {
    List<Tie> missing = new ArrayList<>();
    for (Tie tie : counted) {
      boolean isThere =
          tie.monitor() == LINK
              ? ties.contains(new Tie(tie.there(), tie.here(), LINK))
              : watched.contains(tie);
      if (!isThere) {
        missing.add(tie);
      }
    }
    return missing;
  }

  /** Breaks ties that the other node does not have: what it said of their end was lost. */
  void broken(List<Tie> missing, Consumer<Signal> deliver) {
    missing.stream().filter(ties::remove).forEach(tie -> deliver.accept(lost(tie)));
  }

  private Set<Tie> set(boolean isTheirs) {
    return isTheirs ? watched : ties;
  }

  private static Tie tie(Signal signal, long monitor) {
    return new Tie(signal.from().number(), signal.to().number(), monitor);
  }

  private Signal lost(Tie tie) {
    return tie.monitor() == LINK
        ? new Signal.Exit(here(tie.here()), there(tie.there()), ExitReason.NOCONNECTION, true)
        : new Signal.Down(
            here(tie.here()), there(tie.there()), tie.monitor(), ExitReason.NOCONNECTION);
  }

  private Pid here(long number) {
    return host.pid(number);
  }

  private Pid there(long number) {
    return new Pid(node, number, incarnation);
  }
}
