package chat.moebi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs the program in a terminal of tmux, which knows the width of every character.
 *
 * <p>Each terminal has a tmux server of its own, without the user's configuration. What a test sees
 * is the text of tmux's grid. tmux cannot report a change of it, so a wait looks again every {@link
 * #INTERVAL_MILLIS} ms.
 */
public final class TmuxTerminal implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int INTERVAL_MILLIS = 50;
  private static final int CLOSE_SECONDS = 10;

  private final Path socket;
  private final ProcessHandle program;

  private TmuxTerminal(Path socket, ProcessHandle program) {
    this.socket = socket;
    this.program = program;
  }

  /** Returns whether tmux can be run. */
  public static boolean isInstalled() {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "tmux")));
  }

  /**
   * Starts the program in a terminal.
   *
   * @param directory where the server's socket is created
   * @param name the name of the socket, one per terminal
   */
  public static TmuxTerminal start(
      ChatProgram chat, Path directory, String name, int columns, int rows, String... arguments)
      throws IOException, InterruptedException {
    return startAs("screen-256color", chat, directory, name, columns, rows, arguments);
  }

  /** Starts the program in a terminal that has another type for it. */
  public static TmuxTerminal startAs(
      String type,
      ChatProgram chat,
      Path directory,
      String name,
      int columns,
      int rows,
      String... arguments)
      throws IOException, InterruptedException {
    Path socket = directory.resolve(name);
    List<String> command =
        new ArrayList<>(
            List.of(
                "start-server",
                ";",
                "set",
                "-g",
                "status",
                "off",
                ";",
                "set",
                "-g",
                "remain-on-exit",
                "on",
                ";",
                "new-session",
                "-d",
                "-s",
                "s",
                "-x",
                "" + columns,
                "-y",
                "" + rows,
                "env",
                "-i",
                "TERM=" + type));
    chat.environment().forEach((key, value) -> command.add(key + "=" + value));
    command.addAll(chat.command(arguments));
    tmux(socket, command);
    String pid = tmux(socket, List.of("display-message", "-p", "-t", "s", "#{pane_pid}")).strip();
    ProcessHandle program = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    return new TmuxTerminal(socket, program);
  }

  /** Types a text, without Enter. */
  public void type(String text) throws IOException, InterruptedException {
    // A semicolon at the end of an argument would end the command.
    tmux("send-keys", "-t", "s", "-l", "--", text.replaceFirst(";$", "\\\\;"));
  }

  /** Presses keys by tmux's names for them, such as {@code Enter} and {@code C-d}. */
  public void press(String... keys) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("send-keys", "-t", "s", "--"));
    command.addAll(List.of(keys));
    tmux(socket, command);
  }

  /** Types a line and presses Enter. */
  public void enter(String line) throws IOException, InterruptedException {
    type(line);
    press("Enter");
  }

  /** Changes the size of the terminal, and returns when the program can see it. */
  public void resize(int columns, int rows) throws IOException, InterruptedException {
    tmux("resize-window", "-t", "s", "-x", "" + columns, "-y", "" + rows);
    String device = tmux("display-message", "-p", "-t", "s", "#{pane_tty}").strip();
    String size = rows + " " + columns; // tmux tells the system up to 250 ms later.
    awaitScreen("size " + size, size::equals, () -> run(List.of("stty", "-F", device, "size")));
  }

  /** Returns the screen without trailing blanks and without empty lines at the bottom. */
  public String screen() throws IOException, InterruptedException {
    return capture("-p");
  }

  /** Returns the screen with the lines joined that the terminal, not the program, has broken. */
  public String screenWithoutBreaksOfTheTerminal() throws IOException, InterruptedException {
    return capture("-pJ");
  }

  private String capture(String option) throws IOException, InterruptedException {
    return tmux("capture-pane", option, "-t", "s")
        .lines()
        .map(String::stripTrailing)
        .reduce("", (all, line) -> all + line + "\n")
        .stripTrailing();
  }

  /** Returns the column of the cursor, counted from 0. */
  public int cursorColumn() throws IOException, InterruptedException {
    return Integer.parseInt(tmux("display-message", "-p", "-t", "s", "#{cursor_x}").strip());
  }

  /**
   * Waits until a regular expression is found in the screen; {@code ^} and {@code $} match at the
   * start and end of each line.
   */
  public String awaitScreen(String regex) throws IOException, InterruptedException {
    Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
    return awaitScreen("a match of " + regex, screen -> pattern.matcher(screen).find());
  }

  /**
   * Waits until a text is on the screen, however its lines are broken: blanks and line breaks do
   * not count.
   */
  public String awaitText(String text) throws IOException, InterruptedException {
    return awaitScreen(
        "text " + text, screen -> withoutBlanks(screen).contains(withoutBlanks(text)));
  }

  /** Waits until the screen ends with a text; blanks and line breaks do not count. */
  public String awaitEndOfText(String text) throws IOException, InterruptedException {
    return awaitScreen(
        "end of the text " + text, screen -> withoutBlanks(screen).endsWith(withoutBlanks(text)));
  }

  /**
   * Does the same with a text whose beginning may stand above the screen, where lines are that have
   * no place on it any more.
   */
  public void awaitEndOfLongText(String text) throws IOException, InterruptedException {
    awaitScreen(
        "end of the text " + text,
        screen -> screen.endsWith(withoutBlanks(text)),
        () -> withoutBlanks(tmux("capture-pane", "-p", "-S", "-", "-t", "s")));
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s", "");
  }

  /**
   * Waits until the screen fulfills a condition.
   *
   * @param expected describes the condition in the failure
   */
  public String awaitScreen(String expected, Predicate<String> condition)
      throws IOException, InterruptedException {
    return awaitScreen(expected, condition, this::screen);
  }

  private interface Capture {
    String get() throws IOException, InterruptedException;
  }

  private String awaitScreen(String expected, Predicate<String> condition, Capture capture)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    String screen = capture.get();
    while (!condition.test(screen)) {
      if (System.nanoTime() > end) {
        return fail("no %s on the screen:%n%s", expected, screen);
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      screen = capture.get();
    }
    return screen;
  }

  /** Waits until the program has ended, and returns its status. */
  public int awaitExit() throws IOException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    String status = "";
    while (status.isEmpty()) {
      if (System.nanoTime() > end) {
        return fail("the program does not end; its screen:%n%s", screen());
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      tmux("run-shell", "true"); // tmux may miss the end of a child until another one ends.
      status = tmux("display-message", "-p", "-t", "s", "#{pane_dead_status}").strip();
    }
    return Integer.parseInt(status);
  }

  /** Closes the terminal, which ends the program, and waits for its end. */
  @Override
  public void close() {
    try {
      tmux("kill-server");
      program.onExit().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      program.destroyForcibly();
      throw new IllegalStateException("the program did not end with its terminal", e);
    } catch (Exception e) {
      program.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }

  private String tmux(String... command) throws IOException, InterruptedException {
    return tmux(socket, List.of(command));
  }

  private static String tmux(Path socket, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString(), "-f", "/dev/null"));
    command.addAll(arguments);
    return run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("TMUX");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    return output.stripTrailing();
  }
}
