package chat.moebi.otp.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The links of a process, its monitors, and the monitors that other processes have on it. */
final class Links {

  /** A process that monitors this process, and the number of its monitor. */
  private record Watcher(Pid pid, long monitor) {}

  // Shared while empty: most processes have neither links nor monitors.
  private Set<Pid> links = Collections.emptySet();
  private Map<Long, Pid> monitors = Collections.emptyMap();
  private Set<Watcher> watchers = Collections.emptySet();
  private long lastMonitor;

  /** Adds a link, unless there is one. */
  boolean link(Pid other) {
    if (links.isEmpty()) {
      links = new HashSet<>(2);
    }
    return links.add(other);
  }

  /** Removes a link, if there is one. */
  boolean unlink(Pid other) {
    return links.remove(other);
  }

  /** Adds a monitor of another process; returns its number. */
  long monitor(Pid other) {
    if (monitors.isEmpty()) {
      monitors = new HashMap<>(2);
    }
    monitors.put(++lastMonitor, other);
    return lastMonitor;
  }

  /**
   * Removes a monitor; returns the process that it was for, or null if there is no such monitor.
   */
  Pid demonitor(long monitor) {
    return monitors.remove(monitor);
  }

  /** Adds a monitor that another process has on this process. */
  void addWatcher(Pid watcher, long monitor) {
    if (watchers.isEmpty()) {
      watchers = new HashSet<>(2);
    }
    watchers.add(new Watcher(watcher, monitor));
  }

  /** Removes a monitor that another process had on this process. */
  void removeWatcher(Pid watcher, long monitor) {
    watchers.remove(new Watcher(watcher, monitor));
  }

  boolean isEmpty() {
    return links.isEmpty() && monitors.isEmpty() && watchers.isEmpty();
  }

  /** Removes everything; returns the signals that tell the other processes of the end. */
  List<Signal> end(Pid self, ExitReason reason) {
    List<Signal> signals = new ArrayList<>();
    links.forEach(other -> signals.add(new Signal.Exit(other, self, reason, true)));
    watchers.forEach(w -> signals.add(new Signal.Down(w.pid(), self, w.monitor(), reason)));
    monitors.forEach((number, other) -> signals.add(new Signal.Demonitor(other, self, number)));
    links = Collections.emptySet();
    watchers = Collections.emptySet();
    monitors = Collections.emptyMap();
    return signals;
  }
}
