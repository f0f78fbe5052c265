package chat.moebi.console;

import chat.moebi.node.NodeName;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
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
 * Is the prompt on a terminal. Lines are carried out one after the other while the next one can be
 * typed; the results, like messages, stand above it.
 *
 * <p>It is there before its node is ready: what is typed meanwhile waits for that.
 *
 * <p>Ctrl-D on an empty line ends it, and so does Ctrl-C; on a line with something in it, Ctrl-C
 * drops the line.
 */
public final class TerminalConsole implements Console {

  private static final Logger LOG = LoggerFactory.getLogger(TerminalConsole.class);
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;
  private static final long LAST_ANSWERS_MILLIS = 500;
  private static final long LAST_ANSWERS_OF_A_START_MILLIS = 5_000;

  private final Terminal terminal;
  private final LineReader reader;
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
  static TerminalConsole of(NodeName name, Terminal terminal, boolean color) {
    return new TerminalConsole(name, terminal, reader -> new TerminalDisplay(reader, color));
  }

  private TerminalConsole(NodeName name, Terminal terminal, Function<LineReader, Display> display) {
    this.terminal = terminal;
    this.reader =
        reader(terminal, new NodeCompleter(() -> Optional.ofNullable(shell.getNow(null))));
    this.display = display.apply(reader);
    this.prompt = "chat(" + name + ")> ";
  }

  @Override
  public Display display() {
    return display;
  }

  @Override
  public void ready(NodeName name) {
    // It is of no use to say: what is typed before waits for it.
  }

  @Override
  public End run(CompletableFuture<Shell> starting)
      throws InterruptedException, ExecutionException {
    this.shell = starting;
    ExecutorService lines =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "shell");
              thread.setDaemon(true);
              return thread;
            });
    End end = readUnlessItFails(lines);
    lines.shutdown();
    long patience = shell.isDone() ? LAST_ANSWERS_MILLIS : LAST_ANSWERS_OF_A_START_MILLIS;
    if (!lines.awaitTermination(patience, TimeUnit.MILLISECONDS)) {
      display.error("leaving before all was answered; what was sent may still arrive");
      lines.shutdownNow();
    }
    if (shell.isCompletedExceptionally()) {
      shell.get(); // What was typed has not been carried out.
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }

  private End readUnlessItFails(ExecutorService lines) {
    reads(Thread.currentThread());
    shell.whenComplete((started, failure) -> stopReadingIf(failure != null));
    try {
      return read(lines);
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

  private End read(ExecutorService lines) {
    while (true) {
      try {
        String typed = reader.readLine(prompt);
        if (typed.isEmpty()) {
          continue; // Enter alone asks for a fresh prompt; it is no empty message.
        }
        Line line = Line.parse(typed);
        if (Shell.ends(line)) {
          return End.QUIT;
        }
        lines.execute(() -> execute(line));
      } catch (UserInterruptException e) {
        if (e.getPartialLine().isEmpty() || shell.isCompletedExceptionally()) {
          return End.INTERRUPTED;
        }
      } catch (EndOfFileException | IOError e) { // The latter when the terminal is gone.
        return End.QUIT;
      }
    }
  }

  private void execute(Line line) {
    try {
      shell.get().execute(line); // What is typed before the node is ready waits until it is.
    } catch (InterruptedException | ExecutionException e) {
      Thread.currentThread().interrupt(); // Leaving: nobody waits for the answer any more.
    } catch (RuntimeException e) {
      LOG.error("cannot carry out a line", e);
      display.error("the program failed: " + e + "; see its log");
    }
  }

  private static LineReader reader(Terminal terminal, Completer completer) {
    Size size = terminal.getSize();
    if (size.getColumns() <= 0 || size.getRows() <= 0) { // A serial line, or a container's.
      terminal.setSize(
          new Size(
              size.getColumns() > 0 ? size.getColumns() : COLUMNS,
              size.getRows() > 0 ? size.getRows() : ROWS));
    }
    // Nothing in a line is special: no escape, no quote, no reference to the history.
    DefaultParser literal = new DefaultParser();
    literal.setEscapeChars(null);
    literal.setQuoteChars(new char[0]);
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .parser(literal)
        .completer(completer)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "")
        .variable(LineReader.BLINK_MATCHING_PAREN, 0)
        .build();
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
