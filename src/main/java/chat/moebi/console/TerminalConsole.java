package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.node.NodeName;
import chat.moebi.node.View;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.InfoCmp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(TerminalConsole.class);
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;
  private static final Duration LAST_ANSWERS = Duration.ofMillis(500);
  private static final Duration LAST_ANSWERS_OF_A_START = Duration.ofSeconds(5);
  private static final String HOW_TO_QUIT = "to leave, write /quit or press Ctrl-D";

  private final Terminal terminal;
  private final LineEditor editor;
  private final Display display;
  private final String prompt;
  private volatile CompletableFuture<Shell> shell = new CompletableFuture<>();

  /** Who waits for keys; null if nobody does. */
  private Thread reading;

  /** Tells whether both standard input and standard output are a terminal. */
  public static boolean isPossible() {
    return Standard.IS_TERMINAL;
  }

  /** Loads what JLine needs, and what it knows of this type of terminal, if there is one. */
  public static void prepare() {
    if (isPossible()) {
      knowTerminalType();
    }
  }

  /**
   * Takes over the terminal of this process.
   *
   * @param elsewhere shows errors if standard error is not that terminal
   */
  public static TerminalConsole ofProcess(NodeName name, boolean color, TextDisplay elsewhere)
      throws IOException {
    knowTerminalType();
    Terminal terminal =
        builder()
            .system(true)
            .systemOutput(SystemOutput.SysOut)
            .encoding(StandardCharsets.UTF_8)
            .build();
    return new TerminalConsole(
        name,
        terminal,
        reader ->
            areTerminals(SystemStream.Error)
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
    setMissingSize(terminal);
    this.editor =
        new LineEditor(terminal, new NodeCompleter(() -> Optional.ofNullable(shell.getNow(null))));
    this.display = display.apply(editor);
    this.prompt = "chat(" + name + ")> ";
  }

  @Override
  public Display display() {
    return display;
  }

  /** Says who is there: {@code alex@localhost is ready, with kate@localhost; /help explains}. */
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
        if (Shell.ends(Line.parse(typed))) {
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

  /** Gives a terminal that does not know its size, as a serial line may, the usual one. */
  private static void setMissingSize(Terminal terminal) {
    Size size = terminal.getSize();
    if (size.getColumns() <= 0 || size.getRows() <= 0) {
      terminal.setSize(
          new Size(
              size.getColumns() > 0 ? size.getColumns() : COLUMNS,
              size.getRows() > 0 ? size.getRows() : ROWS));
    }
  }

  private static boolean areTerminals(SystemStream... streams) {
    List<TerminalProvider> providers = providers(builder());
    return !providers.isEmpty() && Stream.of(streams).allMatch(providers.get(0)::isSystemStream);
  }

  // JLine would run a program for each question that it has, and ask each several times. Only where
  // its native library cannot be loaded there is no other way.
  private static TerminalBuilder builder() {
    TerminalBuilder builder = TerminalBuilder.builder().exec(false);
    return providers(builder).isEmpty() ? TerminalBuilder.builder() : builder;
  }

  private static List<TerminalProvider> providers(TerminalBuilder builder) {
    return builder.getProviders(null, new IllegalStateException("no terminal"));
  }

  // Nor is it to run one for what its own files know: what a terminal of a usual type can do. It
  // would read them byte by byte.
  private static void knowTerminalType() {
    String type = System.getenv().getOrDefault("TERM", "");
    if (InfoCmp.getLoadedInfoCmp(type) != null) {
      return;
    }
    try (InputStream known = InfoCmp.class.getResourceAsStream(type + ".caps")) {
      if (known != null) {
        InfoCmp.setLoadedInfoCmp(type, new String(known.readAllBytes(), StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      LOG.warn("cannot read what a terminal of type {} can do", type, e); // JLine asks elsewhere.
    }
  }

  /** Is what is asked once. */
  private static final class Standard {
    // Java knows at once when it is none (and since JDK 22 does not know when it is one).
    static final boolean IS_TERMINAL = System.console() != null && areTheFirstTwoTerminals();

    private static boolean areTheFirstTwoTerminals() {
      NativeLibrary library = new NativeLibrary(); // JLine loads it to answer this.
      try {
        return areTerminals(SystemStream.Input, SystemStream.Output);
      } finally {
        library.discard();
      }
    }
  }
}
