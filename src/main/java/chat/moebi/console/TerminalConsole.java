package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/**
 * The prompt on a terminal. {@linkplain Lanes Lines are carried out} while the next one can be
 * typed; the results, like messages, stand above it.
 *
 * <p>The prompt is there before its node is ready: lines that are typed meanwhile wait for that.
 *
 * <p>Ctrl-C drops the line that is typed. On an empty line, Ctrl-C stops waiting for the lines that
 * are being carried out; where there are none, it says how to quit. Ctrl-D on an empty line quits.
 */
public final class TerminalConsole implements Console {

  private static final Duration LAST_ANSWERS = Duration.ofMillis(500);
  private static final Duration LAST_ANSWERS_OF_A_START = Duration.ofSeconds(5);
  private static final String HOW_TO_QUIT = "to leave, write /quit or press Ctrl-D";

  private final Terminal terminal;
  private final LineEditor editor;
  private final Display display;
  private final String prompt;
  private volatile CompletableFuture<Shell> shell = new CompletableFuture<>();

  /** The thread that waits for keys; null if none does. */
  private Thread reading;

  /**
   * Takes over the terminal of this process.
   *
   * @param elsewhere shows errors if standard error is not that terminal
   */
  public static TerminalConsole ofProcess(NodeName name, boolean color, TextDisplay elsewhere)
      throws IOException {
    return new TerminalConsole(
        name,
        ProcessTerminal.open(),
        reader ->
            ProcessTerminal.isStandardError()
                ? new TerminalDisplay(reader, color)
                : new TerminalDisplay(reader, color, elsewhere));
  }

  /** Takes over a terminal that a test has made. */
  static TerminalConsole of(NodeName name, Terminal terminal, boolean color) throws IOException {
    return new TerminalConsole(name, terminal, reader -> new TerminalDisplay(reader, color));
  }

  private TerminalConsole(NodeName name, Terminal terminal, Function<LineReader, Display> display)
      throws IOException {
    this.terminal = terminal;
    ProcessTerminal.setMissingSize(terminal);
    this.editor = new LineEditor(terminal, new NodeCompleter(this::chat));
    this.display = display.apply(editor);
    this.prompt = "chat(" + name + ")> ";
  }

  @Override
  public Display display() {
    return display;
  }

  /**
   * Shows which nodes are there: {@code alex@localhost is ready, with kate@localhost; /help
   * explains}.
   */
  @Override
  public void ready(Chat chat) {
    String others =
        chat.view().nodes().values().stream()
            .filter(peer -> peer.status() == View.Status.UP)
            .map(peer -> peer.name().toString())
            .collect(Collectors.joining(", "));
    String company = others.isEmpty() ? "alone" : "with " + others;
    display.answer(chat.name() + " is ready, " + company + "; /help explains");
    long strangers = chat.countOfDifferentCookie();
    if (strangers > 0) {
      display.answer(
          strangers == 1
              ? "1 node on this host has another cookie"
              : strangers + " nodes on this host have another cookie");
    }
  }

  @Override
  public End run(CompletableFuture<Shell> starting)
      throws InterruptedException, ExecutionException {
    this.shell = starting;
    Lanes lanes = new Lanes(shell, display);
    End end = readUnlessItFails(lanes);
    lanes.close(shell.isDone() ? LAST_ANSWERS : LAST_ANSWERS_OF_A_START);
    if (shell.isCompletedExceptionally()) {
      shell.get(); // What was typed has not been carried out.
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }

  private Optional<Chat> chat() {
    return Optional.ofNullable(shell.getNow(null)).map(Shell::chat);
  }

  private End readUnlessItFails(Lanes lanes) {
    reads(Thread.currentThread());
    shell.whenComplete((started, failure) -> stopReadingIf(failure != null));
    try {
      return read(lanes);
    } finally {
      reads(null);
      if (shell.isCompletedExceptionally()) {
        Thread.interrupted(); // It may have been told to stop when it no longer read.
      }
    }
  }

  private synchronized void reads(Thread thread) {
    reading = thread;
  }

  private synchronized void stopReadingIf(boolean hasFailed) {
    if (hasFailed && reading != null) {
      reading.interrupt();
    }
  }

  private End read(Lanes lanes) {
    while (true) {
      try {
        String typed = editor.read(prompt);
        if (Quit.isMeantBy(Line.parse(typed))) {
          return End.QUIT;
        } else if (!typed.isEmpty()) { // Enter alone asks for a fresh prompt.
          lanes.add(typed);
        }
      } catch (LineEditor.CtrlC e) {
        if (e.getPartialLine().isEmpty() && !lanes.stop()) {
          display.answer(HOW_TO_QUIT);
        }
      } catch (UserInterruptException e) {
        return End.INTERRUPTED; // By SIGINT, or because the start has failed.
      } catch (EndOfFileException | IOError e) { // The latter when the terminal is gone.
        return End.QUIT;
      }
    }
  }
}
