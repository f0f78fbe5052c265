package chat.moebi.testing;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jline.builtins.ScreenTerminal;

/**
 * Runs a program in a pseudo-terminal and shows its screen as a user would see it.
 *
 * <p>A thread reads what the program writes and lets a terminal emulator interpret it, so that
 * tests compare text on a screen and never escape sequences. Nothing here polls: that thread
 * notifies every wait.
 *
 * <p>The emulator is reliable for the narrow characters of the basic plane, except in the last
 * column: text that a program clears or deletes there may stay. It leaves out emoji, counts wide
 * and combining characters as one column each, and has its tab stops one column too far left.
 */
public final class ScreenProcess implements AutoCloseable {

  private static final String TERMINAL_TYPE = "xterm-256color";
  private static final int FALLBACK_COLUMNS = 80;
  private static final int FALLBACK_ROWS = 24;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final List<String> command;
  private final PtyProcess process;
  private final Optional<ProcessHandle> handle;
  private final OutputStream keyboard;

  /** Guards the emulator and the outcome; notified after each change of them. */
  private final Object monitor = new Object();

  private final ScreenTerminal emulator;
  private Integer status;
  private Exception failure;
  private boolean isReading = true;

  private ScreenProcess(List<String> command, PtyProcess process, int columns, int rows) {
    this.command = List.copyOf(command);
    this.process = process;
    this.handle = ProcessHandle.of(process.pid());
    this.keyboard = process.getOutputStream();
    this.emulator =
        new ScreenTerminal(
            columns > 0 ? columns : FALLBACK_COLUMNS, rows > 0 ? rows : FALLBACK_ROWS);
  }

  /**
   * Starts a program in a new pseudo-terminal, as leader of a session of its own.
   *
   * <p>A program on a line of unknown size, such as a serial one, sees a width or height of zero;
   * the screen shown here is then 80 by 24.
   *
   * @param command the program and its arguments
   * @param env the whole environment of the program; nothing is inherited, and only {@code TERM} is
   *     added where it is missing
   * @param columns the width that the program sees, or 0
   * @param rows the height that the program sees, or 0
   */
  public static ScreenProcess start(
      List<String> command, Map<String, String> env, int columns, int rows) throws IOException {
    Map<String, String> environment = new HashMap<>(env);
    environment.putIfAbsent("TERM", TERMINAL_TYPE);
    PtyProcess process =
        new PtyProcessBuilder(command.toArray(String[]::new))
            .setEnvironment(environment)
            .setInitialColumns(columns)
            .setInitialRows(rows)
            .start();
    ScreenProcess screen = new ScreenProcess(command, process, columns, rows);
    Thread reader = new Thread(screen::follow, "screen of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
    return screen;
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Sends keys to the program, as if a user typed them.
   *
   * <p>Enter is {@code "\r"}, Ctrl-C is {@code "\003"}, and Ctrl-D is {@code "\004"}.
   *
   * @throws AssertionError if the program has ended
   */
  public void type(String keys) {
    synchronized (monitor) {
      if (ended()) {
        throw failed("nothing reads the keys any more");
      }
    }
    send(keys);
  }

  /**
   * Stops reading what the program writes, like a terminal that hangs: after a chunk that may
   * already be read, the kernel's buffer fills up, and then the program's writes block.
   */
  public void stopReading() {
    synchronized (monitor) {
      isReading = false;
    }
  }

  /** Resumes reading what the program writes. */
  public void resumeReading() {
    synchronized (monitor) {
      isReading = true;
      monitor.notifyAll();
    }
  }

  /** Returns the lines of the screen from top to bottom, without trailing blanks. */
  public List<String> screen() {
    synchronized (monitor) {
      // The emulator leaves zeros in lines it scrolled in.
      return emulator.toString().replace('\0', ' ').lines().map(String::stripTrailing).toList();
    }
  }

  /**
   * Waits until a regular expression is found in the screen; {@code ^} and {@code $} match at the
   * start and end of each line.
   *
   * @return the screen that matched
   * @throws AssertionError if the time is over or the program has ended before that
   */
  public List<String> awaitScreen(String regex, Duration timeout) throws InterruptedException {
    Predicate<String> found = Pattern.compile(regex, Pattern.MULTILINE).asPredicate();
    return awaitScreen(found, timeout, "the screen does not show /" + regex + "/");
  }

  /**
   * Waits until the screen fulfills a condition; the condition gets its lines joined by line feeds,
   * without the empty lines at the bottom.
   *
   * @return the screen that fulfilled the condition
   * @throws AssertionError if the time is over or the program has ended before that
   */
  public List<String> awaitScreen(Predicate<String> condition, Duration timeout)
      throws InterruptedException {
    return awaitScreen(condition, timeout, "the screen does not fulfill the condition");
  }

  private List<String> awaitScreen(Predicate<String> condition, Duration timeout, String problem)
      throws InterruptedException {
    synchronized (monitor) {
      // An ended program writes nothing more, so waiting would only delay the failure.
      await(() -> ended() || condition.test(text()), timeout);
      if (!condition.test(text())) {
        throw failed(problem + (ended() ? "" : " within " + timeout));
      }
      return screen();
    }
  }

  /**
   * Waits until the program has ended and its whole output is on the screen.
   *
   * @return the exit status, or 128 plus the number of the signal that killed the program
   * @throws AssertionError if the time is over before that
   */
  public int awaitExit(Duration timeout) throws InterruptedException {
    synchronized (monitor) {
      if (!await(this::ended, timeout)) {
        throw failed("the program has not ended within " + timeout);
      }
      if (failure != null) {
        throw failed("the program was destroyed");
      }
      return status;
    }
  }

  /**
   * Sends a signal to the program, and to no other process of its session.
   *
   * @param name the name of the signal, such as {@code SIGINT} or {@code TERM}
   */
  public void signal(String name) throws IOException, InterruptedException {
    if (handle.isEmpty() || !handle.get().isAlive()) {
      throw new IllegalStateException("process " + pid() + " is not alive");
    }
    String bareName = name.startsWith("SIG") ? name.substring("SIG".length()) : name;
    // The kill of the shell, because the separate program may not be installed.
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", bareName, Long.toString(pid()))
            .redirectErrorStream(true)
            .start();
    String complaint = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (kill.waitFor() != 0) {
      throw new IOException("cannot send " + name + " to " + pid() + ": " + complaint.strip());
    }
  }

  /** Destroys the program and its descendants, if they still run, and waits for the end. */
  @Override
  public void close() {
    destroy();
    resumeReading();
    try {
      synchronized (monitor) {
        if (!await(this::ended, CLOSE_TIMEOUT)) {
          throw new IllegalStateException("process " + pid() + " cannot be destroyed");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void destroy() {
    handle.ifPresent(
        program -> {
          program.descendants().forEach(ProcessHandle::destroyForcibly);
          program.destroyForcibly();
        });
  }

  private void follow() {
    try {
      readOutput();
    } catch (IOException | RuntimeException e) {
      synchronized (monitor) {
        failure = e;
      }
      destroy();
    } catch (InterruptedException e) {
      throw new AssertionError("nothing interrupts this thread", e);
    }
    try {
      int exitStatus = process.waitFor();
      process.getInputStream().close();
      synchronized (monitor) {
        status = exitStatus;
        monitor.notifyAll();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("nothing interrupts this thread", e);
    }
  }

  private void readOutput() throws IOException, InterruptedException {
    // Not closed here, because that would hang up a program that lives on without a terminal.
    Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    char[] chunk = new char[4096];
    for (int length = output.read(chunk); length >= 0; length = output.read(chunk)) {
      synchronized (monitor) {
        while (!isReading) {
          monitor.wait();
        }
      }
      show(new String(chunk, 0, length));
    }
  }

  private void show(String output) {
    String answer;
    synchronized (monitor) {
      emulator.write(output);
      answer = emulator.read();
      monitor.notifyAll();
    }
    // A program may ask its terminal, for example for the cursor position, and wait for the answer.
    if (!answer.isEmpty()) {
      send(answer);
    }
  }

  private void send(String keys) {
    byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
    try {
      // Written at once, so that an answer of the terminal never splits a key.
      synchronized (keyboard) {
        keyboard.write(bytes);
        keyboard.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (monitor) {
      while (!condition.getAsBoolean()) {
        long remaining = deadline - System.nanoTime();
        if (remaining <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(monitor, remaining);
      }
      return true;
    }
  }

  private boolean ended() {
    return status != null;
  }

  private String text() {
    return String.join("\n", screen()).stripTrailing();
  }

  private AssertionError failed(String problem) {
    String state =
        failure != null
            ? "its output cannot be read"
            : status != null ? "ended with status " + status : "still runs";
    StringBuilder message = new StringBuilder(problem);
    message
        .append("; ")
        .append(command.get(0))
        .append(" (")
        .append(pid())
        .append(") ")
        .append(state);
    message.append("; screen:\n");
    screen().forEach(line -> message.append("  |").append(line).append('\n'));
    return new AssertionError(message.toString(), failure);
  }
}
