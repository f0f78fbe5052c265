package chat.moebi.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs a program with pipes for its streams, and waits for lines of its output. Nothing here polls:
 * the reading threads notify every wait.
 */
public final class PipedProcess implements AutoCloseable {

  /** How long an expected line or end may take on a busy machine. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> command;
  private final Map<String, String> environment;
  private final Process process;
  private final OutputStream input;
  private final Stream output;
  private final Stream errors;

  /** Starts a program; {@code environment} is its whole environment. */
  public static PipedProcess start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new PipedProcess(command, environment, builder.start());
  }

  private PipedProcess(List<String> command, Map<String, String> environment, Process process) {
    this.command = command;
    this.environment = environment;
    this.process = process;
    this.input = process.getOutputStream();
    this.output = new Stream("standard output", process.getInputStream());
    this.errors = new Stream("standard error", process.getErrorStream());
    Evidence.started(this);
  }

  public long pid() {
    return process.pid();
  }

  /** Writes a line to its standard input. */
  public void type(String line) throws IOException {
    typeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes to its standard input. */
  public void typeBytes(byte[] bytes) throws IOException {
    input.write(bytes);
    input.flush();
  }

  /** Closes its standard input. */
  public void endInput() throws IOException {
    input.close();
  }

  /** Waits until standard output has that line, after the lines awaited before. */
  public void awaitOutput(String line) throws InterruptedException {
    output.await(line::equals, line);
  }

  /** Waits until standard output has a line that matches a regular expression, and returns it. */
  public String awaitOutputLike(String regex) throws InterruptedException {
    return output.awaitLine(Pattern.compile(regex).asMatchPredicate(), "/" + regex + "/");
  }

  /** Waits until standard output has that line, and returns the lines since the last await. */
  public List<String> outputUntil(String line) throws InterruptedException {
    return output.await(line::equals, line);
  }

  /**
   * Waits until standard output has that line or has ended, and returns the lines since the last
   * await. The last of them is that line, unless standard output has ended.
   */
  public List<String> outputThroughOrEnd(String line) throws InterruptedException {
    return output.awaitOrEnd(line);
  }

  /** Waits until standard error has ended, and returns the lines since the last await. */
  public List<String> remainingErrors() throws InterruptedException {
    return errors.remaining();
  }

  /** Lets the next await of standard error find only lines that are yet to come. */
  public void skipErrors() {
    errors.skip();
  }

  /** Waits until standard error has that line, after the lines awaited before. */
  public void awaitError(String line) throws InterruptedException {
    errors.await(line::equals, line);
  }

  /** Waits until standard error has a line that matches a regular expression, and returns it. */
  public String awaitErrorLike(String regex) throws InterruptedException {
    return errors.awaitLine(Pattern.compile(regex).asMatchPredicate(), "/" + regex + "/");
  }

  /**
   * Waits until at least {@code number} lines of standard error, awaited before or not, match a
   * regular expression.
   */
  public void awaitErrorsLike(String regex, int number, Duration limit)
      throws InterruptedException {
    errors.awaitAll(Pattern.compile(regex).asMatchPredicate(), regex, number, limit);
  }

  /** Returns the lines of standard output so far; all of them once the program has ended. */
  public List<String> output() {
    return output.lines();
  }

  /** Returns the lines of standard error so far; all of them once the program has ended. */
  public List<String> errors() {
    return errors.lines();
  }

  /** Waits for the end of the program and of its streams, and returns its exit status. */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw failure("not ended within " + limit);
    }
    output.awaitEnd();
    errors.awaitEnd();
    return process.exitValue();
  }

  /** Waits for the end of the program and of its streams, and returns its exit status. */
  public int awaitExit() throws InterruptedException {
    return awaitExit(PATIENCE);
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.toHandle().destroy(); // Unlike Process.destroy, this leaves the streams open.
  }

  /** Sends SIGKILL, and waits for the end. */
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // The streams stay open, to be read.
    process.waitFor();
  }

  /** Sends a signal by name, such as {@code INT} or {@code STOP}. */
  public void signal(String name) throws IOException, InterruptedException {
    signal(pid(), name);
  }

  /** Sends a signal to another process. */
  public static void signal(long pid, String name) throws IOException, InterruptedException {
    Signals.send(pid, name);
  }

  /** Destroys the program and its descendants, if they still run. */
  @Override
  public void close() {
    Evidence.ended(this);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns where the program logs, if it is the chat. */
  Optional<Path> logs() {
    return Optional.ofNullable(environment.get("XDG_STATE_HOME")).map(s -> Path.of(s, "chat"));
  }

  private AssertionError failure(String problem) {
    return new AssertionError(problem + "\n" + Evidence.of(this));
  }

  @Override
  public String toString() {
    return pid()
        + " "
        + String.join(" ", command.subList(1, command.size()))
        + "\n"
        + output.dated()
        + "\n"
        + errors.dated();
  }

  /** Collects the lines of a stream. */
  private final class Stream {

    private final String name;
    private final List<String> lines = new ArrayList<>();
    private final List<LocalTime> times = new ArrayList<>();
    private int awaited;
    private boolean ended;

    Stream(String name, InputStream stream) {
      this.name = name;
      Thread reader = new Thread(() -> read(stream), name);
      reader.setDaemon(true);
      reader.start();
    }

    synchronized List<String> lines() {
      return List.copyOf(lines);
    }

    synchronized List<String> await(Predicate<String> wanted, String what)
        throws InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      int first = awaited;
      while (true) {
        while (awaited < lines.size()) {
          if (wanted.test(lines.get(awaited++))) {
            return List.copyOf(lines.subList(first, awaited - 1));
          }
        }
        waitForMore(deadline, "no line " + what);
      }
    }

    synchronized List<String> awaitOrEnd(String line) throws InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      int first = awaited;
      while (awaited == first || !lines.get(awaited - 1).equals(line)) {
        if (awaited < lines.size()) {
          awaited++;
        } else if (ended) {
          break;
        } else {
          waitForMore(deadline, "no line " + line);
        }
      }
      return List.copyOf(lines.subList(first, awaited));
    }

    synchronized List<String> remaining() throws InterruptedException {
      awaitEnd();
      List<String> remaining = List.copyOf(lines.subList(awaited, lines.size()));
      awaited = lines.size();
      return remaining;
    }

    synchronized void skip() {
      awaited = lines.size();
    }

    synchronized String awaitLine(Predicate<String> wanted, String what)
        throws InterruptedException {
      await(wanted, what);
      return lines.get(awaited - 1);
    }

    synchronized void awaitAll(Predicate<String> wanted, String what, int number, Duration limit)
        throws InterruptedException {
      long deadline = System.nanoTime() + limit.toNanos();
      int looked = 0;
      int found = 0;
      while (true) {
        while (looked < lines.size()) {
          if (wanted.test(lines.get(looked++)) && ++found == number) {
            return;
          }
        }
        waitForMore(deadline, found + " of " + number + " lines /" + what + "/");
      }
    }

    private void waitForMore(long deadline, String problem) throws InterruptedException {
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        throw failure(problem + " on " + name);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }

    synchronized void awaitEnd() throws InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!ended) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw failure(name + " has not ended");
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }

    private void read(InputStream stream) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        add("(" + name + " failed: " + e + ")");
      }
      end();
    }

    private synchronized void add(String line) {
      lines.add(line);
      times.add(LocalTime.now());
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    /** Returns the lines with the times at which they came. */
    synchronized String dated() {
      StringBuilder text = new StringBuilder("--- ").append(name);
      for (int i = 0; i < lines.size(); i++) {
        text.append('\n')
            .append(Signals.TIME.format(times.get(i)))
            .append(' ')
            .append(lines.get(i));
      }
      return text.toString();
    }
  }
}
