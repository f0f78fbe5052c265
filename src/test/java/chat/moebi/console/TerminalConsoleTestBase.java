package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeName;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Presses keys at the prompt of a node to which every other name leads. */
@Timeout(60)
@StartsActorSystem
abstract class TerminalConsoleTestBase {

  static final ReadingSettings SETTINGS =
      new ReadingSettings(true, ReadingSettings.Presence.SMART, ReadingSettings.Bell.OFF);

  static final NodeName ALEX = NodeName.parse("alex@localhost");
  static final String CTRL_C = "\003";
  static final String CTRL_D = "\004";
  static final String PROMPT = "chat(alex@localhost)>";

  static final AtomicReference<Output> OUTPUT = new AtomicReference<>();
  static final BlockingQueue<String> RECEIVED = new LinkedBlockingQueue<>();

  static Chat chat;

  final Screen screen = new Screen();
  final Keyboard keyboard = new Keyboard();
  Terminal terminal;
  TerminalConsole console;
  CompletableFuture<Optional<Failure>> end;

  @BeforeAll
  static void start(@TempDir Path registry) {
    chat =
        TestChats.alone(
            "alex",
            registry,
            (from, text) -> {
              RECEIVED.add(text);
              OUTPUT.get().show(from, text);
            });
  }

  @AfterAll
  static void close() {
    chat.close();
  }

  @BeforeEach
  void open() throws Exception {
    terminal = new ExternalTerminal("test", "ansi", keyboard, screen, StandardCharsets.UTF_8);
    console =
        new TerminalConsole(ALEX, terminal, false, Optional.empty(), Optional.empty(), SETTINGS);
    OUTPUT.set(console.display());
    console.ready(chat);
    end = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                end.complete(console.run(CompletableFuture.completedFuture(chat)));
              } catch (Exception e) {
                end.completeExceptionally(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    screen.await(PROMPT);
  }

  @AfterEach
  void quit() throws Exception {
    press(CTRL_C);
    press(CTRL_D);
    assertThat(end.get()).isEmpty();
    terminal.close();
  }

  static void awaitReceived(String text) throws Exception {
    String received;
    do {
      received = RECEIVED.poll(20, TimeUnit.SECONDS);
      assertThat(received).as("the text arrives").isNotNull();
    } while (!received.equals(text));
  }

  void resize(int columns, int rows) {
    terminal.setSize(new Size(columns, rows));
    terminal.raise(Signal.WINCH);
  }

  /** Returns what a terminal with bracketed paste sends for a text that is pasted. */
  static String pasted(String text) {
    return "\033[200~" + text + "\033[201~";
  }

  void press(String keys) throws Exception {
    keyboard.press(keys);
  }
}
