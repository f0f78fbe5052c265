package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps whom a process is linked to, whom it monitors, and who monitors it; tells them all when it
 * ends.
 */
final class Links {

  /** Is a process that watches this one, and the number of its monitor. */
  private record Watcher(Pid pid, long monitor) {}

  private final ActorRef<ProcessRouter.Command> processes;

  // Null while empty: most processes have no ties.
  private Set<Pid> links;
  private Map<Long, Pid> monitored;
  private Set<Watcher> watchers;
  private long lastMonitor;

  Links(ActorRef<ProcessRouter.Command> processes) {
    this.processes = processes;
  }

  void link(Pid self, Pid other) {
    if (!self.equals(other) && addLink(other)) {
      processes.tell(new Signal.Link(other, self));
    }
  }

  /** Links from the beginning; who has spawned it may have told the other end already. */
  void begin(Pid self, Pid other, boolean isTold) {
    if (isTold) {
      addLink(other);
    } else {
      link(self, other);
    }
  }

  void unlink(Pid self, Pid other) {
    if (removeLink(other)) {
      processes.tell(new Signal.Unlink(other, self));
    }
  }

  /** Takes a link that the other end has made. */
  boolean addLink(Pid other) {
    if (links == null) {
      links = new HashSet<>(2);
    }
    return links.add(other);
  }

  /** Drops a link whose other end is gone; returns whether there was one. */
  boolean removeLink(Pid other) {
    return links != null && links.remove(other);
  }

  long monitor(Pid self, Pid other) {
    if (monitored == null) {
      monitored = new HashMap<>(2);
    }
    long monitor = ++lastMonitor;
    monitored.put(monitor, other);
    processes.tell(new Signal.Monitor(other, self, monitor));
    return monitor;
  }

  void demonitor(Pid self, long monitor) {
    Pid other = monitored == null ? null : monitored.remove(monitor);
    if (other != null) {
      processes.tell(new Signal.Demonitor(other, self, monitor));
    }
  }

  /** Notes that a monitor has fired; returns whether it was still wanted. */
  boolean fired(long monitor) {
    return monitored != null && monitored.remove(monitor) != null;
  }

  void watch(Pid watcher, long monitor) {
    if (watchers == null) {
      watchers = new HashSet<>(2);
    }
    watchers.add(new Watcher(watcher, monitor));
  }

  void unwatch(Pid watcher, long monitor) {
    if (watchers != null) {
      watchers.remove(new Watcher(watcher, monitor));
    }
  }

  /** Tells all that this process has ended, and forgets them. */
  void end(Supplier<Pid> self, ExitReason reason) {
    if (links != null) {
      links.forEach(l -> processes.tell(new Signal.Exit(l, self.get(), reason, true)));
    }
    if (watchers != null) {
      watchers.forEach(
          w -> processes.tell(new Signal.Down(w.pid(), self.get(), w.monitor(), reason)));
    }
    if (monitored != null) {
      monitored.forEach((m, other) -> processes.tell(new Signal.Demonitor(other, self.get(), m)));
    }
    links = null;
    watchers = null;
    monitored = null;
  }
}
