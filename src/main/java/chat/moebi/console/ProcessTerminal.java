package chat.moebi.console;

import chat.moebi.cookie.TemporaryDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.InfoCmp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens the terminal of this process. */
public final class ProcessTerminal {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessTerminal.class);
  static final int DEFAULT_COLUMNS = 80;
  static final int DEFAULT_ROWS = 24;

  /** JLine reads the keys of a terminal of this type, as it does not of one of type dumb. */
  private static final String PLAIN = "dumb-plain";

  // Without a terminal System.console() was always null; since JDK 22 it may not be.
  private static final boolean IS_TERMINAL =
      System.console() != null
          && TemporaryDirectory.during(
              "jline.tmpdir", () -> areTerminals(SystemStream.Input, SystemStream.Output));

  private ProcessTerminal() {}

  /** Whether both standard input and standard output are a terminal. */
  public static boolean exists() {
    return IS_TERMINAL;
  }

  /** Loads the files that JLine needs, if there is a terminal, so that it opens sooner. */
  public static void prepare() {
    if (exists()) {
      loadTerminalType();
    }
  }

  static Terminal open() throws IOException {
    loadTerminalType();
    String type = System.getenv("TERM");
    boolean isDumb = Terminal.TYPE_DUMB.equals(type) || Terminal.TYPE_DUMB_COLOR.equals(type);
    if (isDumb) {
      InfoCmp.setLoadedInfoCmp(PLAIN, InfoCmp.getLoadedInfoCmp(Terminal.TYPE_DUMB));
    }
    return builder()
        .system(true)
        .type(isDumb ? PLAIN : type)
        .systemOutput(SystemOutput.SysOut)
        .encoding(StandardCharsets.UTF_8)
        .build();
  }

  /** Whether a terminal cannot move its cursor to another row. */
  static boolean isPlain(Terminal terminal) {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  /** Whether the keys of a terminal are read when a line ends, and shown by the system. */
  static boolean readsLines(Terminal terminal) {
    String type = terminal.getType();
    return type.equals(Terminal.TYPE_DUMB) || type.equals(Terminal.TYPE_DUMB_COLOR);
  }

  /** Whether the terminal wraps its rows anew when its width changes. */
  static boolean isReflowing(Map<String, String> environment) {
    return !environment.containsKey("XTERM_VERSION")
        && !environment.getOrDefault("TERM", "").startsWith("linux");
  }

  static boolean isStandardError() {
    return areTerminals(SystemStream.Error);
  }

  /** Stops this process as Ctrl-Z does, and returns when it is continued. */
  static void stopProcess() throws InterruptedException {
    // The JDK raises only signals that it handles itself. The kill is the shell's, because the
    // separate program may not be installed.
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("sh", "-c", "kill -s TSTP \"$0\"", pid).start().waitFor();
    } catch (IOException e) {
      LOG.warn("cannot stop the process", e);
    }
  }

  /** Gives the usual size to a terminal that does not know its own, such as a serial line. */
  static void setMissingSize(Terminal terminal) {
    Size size = terminal.getSize();
    if (size.getColumns() <= 0 || size.getRows() <= 0) {
      terminal.setSize(
          new Size(
              size.getColumns() > 0 ? size.getColumns() : DEFAULT_COLUMNS,
              size.getRows() > 0 ? size.getRows() : DEFAULT_ROWS));
    }
  }

  private static boolean areTerminals(SystemStream... streams) {
    List<TerminalProvider> providers = providers(builder());
    return !providers.isEmpty() && Stream.of(streams).allMatch(providers.get(0)::isSystemStream);
  }

  // JLine's exec provider runs several programs for each question. It is used only if JLine's
  // native
  // library cannot be loaded.
  private static TerminalBuilder builder() {
    TerminalBuilder builder = TerminalBuilder.builder().exec(false);
    return providers(builder).isEmpty() ? TerminalBuilder.builder() : builder;
  }

  private static List<TerminalProvider> providers(TerminalBuilder builder) {
    return builder.getProviders(null, new IllegalStateException("no terminal"));
  }

  // JLine runs a program to learn what a type of terminal can do, although it has descriptions of
  // the usual types, and it reads these byte by byte.
  private static void loadTerminalType() {
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
}
