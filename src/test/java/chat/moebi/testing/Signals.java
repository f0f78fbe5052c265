package chat.moebi.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Sends signals to processes, and tells of those that were stopped whether they still are. */
final class Signals {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The processes that were stopped and not continued. */
  private static final Set<Long> STOPPED = ConcurrentHashMap.newKeySet();

  private Signals() {}

  /** Sends a signal by name; after {@code STOP} the process has stopped. */
  static void send(long pid, String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(pid))
            .inheritIO()
            .start();
    if (kill.waitFor() != 0) {
      throw new IOException("cannot send " + name + " to " + pid);
    }
    if (name.equals("STOP")) {
      STOPPED.add(pid);
      awaitStop(pid);
    } else if (name.equals("CONT")) {
      STOPPED.remove(pid);
    }
  }

  /** Returns the states of the stopped processes; {@code T} means that one has not gone on. */
  static String stopped() {
    return STOPPED.stream()
        .filter(pid -> ProcessHandle.of(pid).isPresent())
        .map(pid -> "process " + pid + " was stopped, and its state is " + state(pid))
        .collect(Collectors.joining("\n"));
  }

  private static void awaitStop(long pid) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Set.of("T", "unknown").contains(state(pid))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(pid + " has not stopped; its state is " + state(pid));
      }
      Thread.onSpinWait();
    }
  }

  private static String state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    } catch (IOException e) {
      return "unknown"; // It has ended, or this is no Linux.
    }
  }
}
