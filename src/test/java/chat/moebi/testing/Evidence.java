package chat.moebi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects what may explain that a process did not do what was expected of it: what each running
 * process has shown, and when; the ends of the logs; and the threads of the process, in a file.
 */
final class Evidence {

  private static final int LOG_LINES = 30;
  private static final Path DUMPS = Path.of("target", "evidence");

  private static final Set<PipedProcess> RUNNING = ConcurrentHashMap.newKeySet();

  private Evidence() {}

  static void started(PipedProcess process) {
    RUNNING.add(process);
  }

  static void ended(PipedProcess process) {
    RUNNING.remove(process);
  }

  /** Returns the evidence for a failure of a process. */
  static String of(PipedProcess failed) {
    Stream<String> others =
        RUNNING.stream()
            .filter(other -> other != failed)
            .sorted(Comparator.comparingLong(PipedProcess::pid))
            .map(other -> "=== another process: " + other);
    return Stream.of(
            Stream.of(failed.toString(), Signals.sent(), threads(failed.pid())),
            others,
            logs(failed))
        .flatMap(part -> part)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> logs(PipedProcess failed) {
    Set<Path> directories = new TreeSet<>();
    failed.logs().ifPresent(directories::add);
    RUNNING.forEach(process -> process.logs().ifPresent(directories::add));
    return directories.stream().filter(Files::isDirectory).flatMap(Evidence::endsOfLogs);
  }

  private static Stream<String> endsOfLogs(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList().stream()
          .map(file -> "=== the end of " + file + "\n" + end(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String end(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Writes the stacks of a JVM to a file, and returns where; nothing if they cannot be had. */
  private static String threads(long pid) {
    if (!Signals.isRunning(pid)) {
      return "";
    }
    try {
      Files.createDirectories(DUMPS);
      Path dump = DUMPS.resolve("threads-" + pid + ".txt");
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "Thread.print")
              .redirectErrorStream(true)
              .redirectOutput(dump.toFile())
              .start();
      boolean hasEnded = jcmd.waitFor(10, TimeUnit.SECONDS);
      jcmd.destroyForcibly();
      return hasEnded && jcmd.exitValue() == 0 ? "the threads of " + pid + " are in " + dump : "";
    } catch (IOException e) {
      return ""; // This JRE has no jcmd.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
