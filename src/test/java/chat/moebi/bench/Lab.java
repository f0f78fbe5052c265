package chat.moebi.bench;

import chat.moebi.testing.ChatProgram;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts processes with a home, a cookie and a registry of their own, and ends them all. The
 * processes of a lab meet neither those of another lab nor the user's nodes.
 */
final class Lab implements AutoCloseable {

  static final Path PROJECT = Path.of(System.getProperty("chat.bench.home", "."));

  private static final long END_SECONDS = 10;

  private final Path home;
  private final Path errors;
  private final Map<String, String> environment;
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  private final Thread broken = new Thread(this::abandon, "ending what was started");

  Lab() throws IOException {
    this.home = Files.createTempDirectory("bench");
    this.errors = Files.createFile(home.resolve("errors"));
    this.environment = new HashMap<>(new ChatProgram(home).environment());
    environment.put("TERM", "xterm");
    if (System.getenv("JAVA_HOME") != null) {
      environment.put("JAVA_HOME", System.getenv("JAVA_HOME"));
    }
    Runtime.getRuntime().addShutdownHook(broken); // On Ctrl-C, leave nothing behind.
  }

  /** Returns a path in the home. */
  Path path(String name) {
    return home.resolve(name);
  }

  /** Sets an environment variable for all processes started from now on. */
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /** Starts a process whose standard input and output are pipes. */
  Process startPiped(List<String> command) throws IOException {
    return start(builder(command));
  }

  /** Starts a process without input that writes to a file. */
  Process start(List<String> command, File output) throws IOException {
    return start(builder(command).redirectInput(Redirect.from(devNull())).redirectOutput(output));
  }

  /** Starts a process without input whose output is discarded. */
  Process start(List<String> command) throws IOException {
    return start(command, devNull());
  }

  /** Runs a program to its end, and returns the lines of its output. */
  List<String> run(List<String> command, long limitSeconds)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(home, "output", "");
    Process process = start(command, output.toFile());
    try {
      if (!process.waitFor(limitSeconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
        String how = process.isAlive() ? "has not ended" : "ended with " + process.exitValue();
        throw new IllegalStateException(String.join(" ", command) + " " + how + "\n" + errors());
      }
      return Files.readAllLines(output);
    } finally {
      end(process);
    }
  }

  /** Returns the standard error output of all processes. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Stops a process with SIGTERM, and waits for its end. */
  void end(Process process) throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    process.toHandle().destroy();
    children.forEach(ProcessHandle::destroy);
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    for (ProcessHandle child : children) { // A program in a terminal outlives the terminal.
      try {
        child.onExit().get(END_SECONDS, TimeUnit.SECONDS);
      } catch (Exception e) {
        child.destroyForcibly();
      }
    }
    processes.remove(process);
  }

  @Override
  public void close() throws IOException {
    try {
      for (Process process : processes) {
        end(process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endAll();
    }
    Runtime.getRuntime().removeShutdownHook(broken);
    deleteHome();
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.directory(home.toFile());
  }

  private Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectError(Redirect.appendTo(errors.toFile())).start();
    processes.add(process);
    return process;
  }

  private void abandon() {
    endAll();
    try {
      deleteHome();
    } catch (IOException | UncheckedIOException e) {
      System.err.println("not deleted: " + home); // An ending process may still write there.
    }
  }

  private void endAll() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private void deleteHome() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static File devNull() {
    return new File("/dev/null");
  }
}
