package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/**
 * The prompt on a terminal. The next line can be typed while {@linkplain OpenLines earlier ones are
 * carried out}; their results, like messages, are shown above it. The prompt is shown before the
 * node is ready; lines that are typed before wait for it.
 *
 * <p>Ctrl-C drops the line that is typed. On an empty line, Ctrl-C stops waiting for the lines that
 * are being carried out; if there are none, it explains how to quit. Ctrl-D on an empty line quits.
 */
public final class TerminalConsole implements Console {

  /** How long to wait for the last answers before leaving. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(500);

  /** The same if the node is not ready yet. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final LineEditor editor;
  private final Display display;
  private final String prompt;

  /** Completes when the node is ready. */
  private volatile CompletableFuture<Chat> starting = new CompletableFuture<>();

  /** The thread that waits for keys; null if none does. */
  private Thread reading;

  /**
   * Takes over the terminal of this process.
   *
   * @param err shows errors and notices if standard error is not that terminal
   */
  public static TerminalConsole ofProcess(NodeName name, boolean color, OutputStream err)
      throws IOException {
    Terminal terminal = ProcessTerminal.open();
    boolean isErr = ProcessTerminal.isStandardError();
    return new TerminalConsole(name, terminal, color, isErr ? Optional.empty() : Optional.of(err));
  }

  /**
   * Takes over a terminal.
   *
   * @param err shows errors and notices instead of the terminal
   */
  TerminalConsole(NodeName name, Terminal terminal, boolean color, Optional<OutputStream> err)
      throws IOException {
    this.terminal = terminal;
    ProcessTerminal.setMissingSize(terminal);
    this.editor = new LineEditor(terminal, new LineCompleter(() -> starting.getNow(null)));
    LineWriter screen = new TerminalWriter(editor, color);
    this.display =
        new TextDisplay(screen, err.isPresent() ? new LineStream(err.get(), false) : screen);
    this.prompt = "chat(" + name + ")> ";
  }

  @Override
  public Display display() {
    return display;
  }

  /** Shows {@code alex@localhost is ready, with kate@localhost; /help explains}. */
  @Override
  public void ready(Chat chat) {
    String peers =
        chat.view().nodes().values().stream()
            .filter(peer -> peer.status() == View.Status.UP)
            .map(peer -> peer.name().toString())
            .collect(Collectors.joining(", "));
    String company = peers.isEmpty() ? "alone" : "with " + peers;
    display.answer(chat.name() + " is ready, " + company + "; /help explains");
    long others = chat.countOfDifferentCookie().toCompletableFuture().join();
    if (others > 0) {
      String nodes = others == 1 ? "1 node on this host has" : others + " nodes on this host have";
      display.answer(nodes + " another cookie");
    }
  }

  @Override
  public Optional<Failure> run(CompletableFuture<Chat> starting)
      throws InterruptedException, ExecutionException {
    this.starting = starting;
    OpenLines lines = new OpenLines(starting.thenApply(CommandShell::new), display);
    Optional<Failure> failure = readUntilStartFails(lines);
    lines.close(starting.isDone() ? ANSWER_TIMEOUT : START_TIMEOUT);
    if (starting.isCompletedExceptionally()) {
      starting.get(); // Throws.
    }
    return failure;
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }

  private Optional<Failure> readUntilStartFails(OpenLines lines) {
    setReading(Thread.currentThread());
    starting.exceptionally(failure -> stopReading());
    try {
      return read(lines);
    } finally {
      setReading(null);
      if (starting.isCompletedExceptionally()) {
        Thread.interrupted(); // The interrupt may have come after the last key.
      }
    }
  }

  private synchronized void setReading(Thread thread) {
    reading = thread;
  }

  private synchronized Chat stopReading() {
    if (reading != null) {
      reading.interrupt();
    }
    return null;
  }

  private Optional<Failure> read(OpenLines lines) {
    while (true) {
      try {
        String typed = editor.read(prompt);
        if (Quit.isMeantBy(Line.parse(typed, 0, ""))) {
          return Optional.empty();
        } else if (!typed.isEmpty()) { // Enter alone asks for a fresh prompt.
          lines.add(typed);
        }
      } catch (LineEditor.CtrlC e) {
        if (e.getPartialLine().isEmpty() && !lines.stop()) {
          display.answer("to leave, write /quit or press Ctrl-D");
        }
      } catch (UserInterruptException e) { // SIGINT, or the interrupt of a failed start.
        return Optional.of(Failure.INTERRUPTED);
      } catch (EndOfFileException | IOError e) { // An IOError: the terminal is gone.
        return Optional.empty();
      }
    }
  }
}
