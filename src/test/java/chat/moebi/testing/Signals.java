package chat.moebi.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Sends signals to processes, and records them for the case of a failure. */
public final class Signals {

  /** A signal, and the time at which it had its effect, if that is to stop. */
  private record Sent(long pid, String name, LocalTime at) {

    @Override
    public String toString() {
      return TIME.format(at) + " " + name + " to " + pid + ", whose state is " + state(pid);
    }
  }

  static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Queue<Sent> SENT = new ConcurrentLinkedQueue<>();

  private Signals() {}

  /** Sends a signal by name; after {@code STOP} the process has stopped. */
  public static void send(long pid, String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(pid))
            .inheritIO()
            .start();
    if (kill.waitFor() != 0) {
      throw new IOException("cannot send " + name + " to " + pid);
    }
    if (name.equals("STOP")) {
      awaitStop(pid);
    }
    SENT.add(new Sent(pid, name, LocalTime.now()));
  }

  /** Returns the signals to living processes; the state {@code T} means that one has stopped. */
  static String sent() {
    SENT.removeIf(signal -> !isAlive(signal.pid()));
    return SENT.stream().map(Sent::toString).collect(Collectors.joining("\n"));
  }

  /** Whether a process lives and has not stopped. */
  static boolean isRunning(long pid) {
    return isAlive(pid) && !state(pid).equals("T");
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  // On a busy machine a process goes on for up to a fifth of a second after the signal was sent:
  // its first thread must have a processor to stop the others.
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
