package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.name.NodeName;
import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/**
 * The prompt on a terminal. The next line can be typed while {@linkplain OpenLines earlier ones are
 * carried out}; their results, like messages, are shown above it. The prompt is shown before the
 * node is ready; lines that are typed before wait for it.
 *
 * <p>Ctrl-C drops the line that is typed. On an empty line, Ctrl-C stops waiting for the lines that
 * are being carried out; if there are none, it explains how to quit. {@code /quit}, or Ctrl-D on an
 * empty line, waits for the answers to texts; when it is repeated, it leaves at once.
 */
public final class TerminalConsole implements Console {

  /** How long to wait for the last answers before leaving. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(500);

  /** How long to wait for answers if the node is not ready yet. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final LineEditor editor;
  private final TerminalDisplay display;
  private final NodeName name;
  private final Addressee addressee = new Addressee(() -> showPrompt());

  /** Completes when the node is ready. */
  private volatile CompletableFuture<Chat> starting = new CompletableFuture<>();

  /** The thread that waits for keys; null if none does. */
  private Thread reading;

  private enum Quitting {
    NO,
    WHEN_TEXTS_ARE_ANSWERED,
    AT_ONCE
  }

  private volatile Quitting quitting = Quitting.NO;

  /**
   * Takes over the terminal of this process.
   *
   * @param err shows errors and notices if standard error is not that terminal
   * @param history the file of the input history; empty to forget it
   */
  public static TerminalConsole ofProcess(
      NodeName name,
      boolean color,
      OutputStream err,
      Optional<Path> history,
      ReadingSettings settings)
      throws IOException {
    Terminal terminal = ProcessTerminal.open();
    Attributes before = terminal.getAttributes();
    boolean isErr = ProcessTerminal.isStandardError();
    TerminalConsole console =
        new TerminalConsole(
            name, terminal, color, isErr ? Optional.empty() : Optional.of(err), history, settings);
    console.editor.runMacro(TypedAhead.take(terminal, before));
    return console;
  }

  /**
   * Takes over a terminal.
   *
   * @param err shows errors and notices instead of the terminal
   * @param history the file of the input history; empty to forget it
   */
  TerminalConsole(
      NodeName name,
      Terminal terminal,
      boolean color,
      Optional<OutputStream> err,
      Optional<Path> history,
      ReadingSettings settings)
      throws IOException {
    this.terminal = terminal;
    ProcessTerminal.setMissingSize(terminal);
    this.editor =
        new LineEditor(
            terminal,
            new LineCompleter(() -> starting.getNow(null)),
            history,
            sentence -> display().note(sentence));
    editor.eraseIf(
        line -> !line.isEmpty() && CommandShell.isOfConversation(Line.parse(line, 0, "")));
    this.display =
        new TerminalDisplay(
            new TerminalWriter(editor, color),
            err.map(stream -> new LineStream(stream, false)),
            settings);
    editor.getWidgets().put(LineReader.CLEAR_SCREEN, this::clear);
    // The prompt may have changed since the editor was told to read.
    editor.getWidgets().put(LineReader.CALLBACK_INIT, this::showPrompt);
    this.name = name;
  }

  @Override
  public Display display() {
    return display;
  }

  /**
   * Shows {@code alex@localhost is ready, with kate@localhost; /help explains}, and at the first
   * start how to chat.
   */
  @Override
  public void ready(Chat chat) {
    Welcome.show(chat, editor.isFirstRun(), display::answer);
  }

  @Override
  public Optional<Failure> run(CompletableFuture<Chat> starting)
      throws InterruptedException, ExecutionException {
    this.starting = starting;
    OpenLines lines =
        new OpenLines(
            starting.thenApply(chat -> new CommandShell(chat, addressee)),
            display,
            display::showSent);
    Optional<Failure> failure = readUntilStartFails(lines);
    lines.close(
        quitting == Quitting.AT_ONCE
            ? Duration.ZERO
            : starting.isDone() ? ANSWER_TIMEOUT : START_TIMEOUT);
    if (starting.isCompletedExceptionally()) {
      starting.get(); // Throws.
    }
    return failure;
  }

  @Override
  public void leave() throws InterruptedException {
    editor.leave();
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
      if (starting.isCompletedExceptionally() || quitting != Quitting.NO) {
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
        String typed = editor.read(prompt());
        Line line = Line.parse(typed, 0, "");
        if (Quit.isMeantBy(line)) {
          if (quits(lines)) {
            return Optional.empty();
          }
        } else if (Clear.isMeantBy(line)) {
          clear();
        } else if (quitting != Quitting.NO && !typed.isEmpty()) {
          display.error("not carried out: " + typed + "; leaving");
        } else if (!typed.isEmpty()) { // Enter alone asks for a fresh prompt.
          lines.add(typed);
        }
      } catch (LineEditor.CtrlC e) {
        if (quitting != Quitting.NO) {
          quitting = Quitting.AT_ONCE;
          return Optional.empty();
        } else if (e.getPartialLine().isEmpty() && !lines.stop()) {
          display.answer("to leave, write /quit or press Ctrl-D");
        }
      } catch (LineEditor.CtrlD e) {
        if (quits(lines)) {
          return Optional.empty();
        }
      } catch (UserInterruptException e) { // SIGINT, or an interrupt by stopReading().
        boolean isQuit = quitting != Quitting.NO && lines.openTexts() == 0;
        return isQuit ? Optional.empty() : Optional.of(Failure.INTERRUPTED);
      } catch (EndOfFileException | IOError e) { // The terminal is gone.
        return quitting == Quitting.NO ? Optional.of(Failure.HUNG_UP) : Optional.empty();
      }
    }
  }

  private boolean clear() {
    boolean isCleared = editor.clearScreen();
    display.cleared();
    return isCleared;
  }

  /** Shows the prompt if it has changed while a line is typed. */
  private boolean showPrompt() {
    editor.setPrompt(prompt()); // The answer of the command, shown next, redraws the line.
    return true;
  }

  private String prompt() {
    String held = addressee.held();
    return "chat(" + name + (held.isEmpty() ? "" : " → " + held) + ")> ";
  }

  /** Handles a wish to quit, and returns whether to leave now. */
  private boolean quits(OpenLines lines) {
    if (quitting != Quitting.NO) {
      quitting = Quitting.AT_ONCE;
      return true;
    }
    quitting = Quitting.WHEN_TEXTS_ARE_ANSWERED;
    long texts = lines.whenTextsAreAnswered(this::stopReading);
    if (texts > 0) {
      String what = texts == 1 ? "1 text is" : texts + " texts are";
      display.note("leaving when " + what + " answered; /quit or Ctrl-C leaves at once");
    }
    return texts == 0;
  }
}
