package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.console.Console.End;
import chat.moebi.node.NodeName;
import chat.moebi.process.Output;
import chat.moebi.testing.StartsActorSystem;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Presses keys at the prompt of a node that stands for all others. */
@Timeout(15)
@StartsActorSystem
class TerminalConsoleTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final String CTRL_C = "\003";
  private static final String CTRL_D = "\004";
  private static final String PROMPT = "chat(alex@localhost)>";

  private static final AtomicReference<Output> OUTPUT = new AtomicReference<>();

  private static Chat chat;

  private final Screen screen = new Screen();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private Terminal terminal;
  private CompletableFuture<End> end;

  @BeforeAll
  static void start(@TempDir Path registry) {
    chat = TestChats.alone("alex", registry, (from, text) -> OUTPUT.get().show(from, text));
  }

  @AfterAll
  static void close() {
    chat.close();
  }

  @BeforeEach
  void open() throws Exception {
    PipedInputStream keys = new PipedInputStream(keyboard, 128 * 1024);
    terminal = new ExternalTerminal("test", "ansi", keys, screen, StandardCharsets.UTF_8);
    TerminalConsole console = TerminalConsole.of(ALEX, terminal, false);
    OUTPUT.set(console.display());
    console.ready(chat);
    Shell shell = new Shell(chat, console.display());
    end = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                end.complete(console.run(CompletableFuture.completedFuture(shell)));
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
    assertThat(end.get()).isEqualTo(End.QUIT);
    terminal.close();
  }

  @Test
  void theFirstLineSaysWhoIsThere() {
    assertThat(screen.text()).startsWith("alex@localhost is ready, alone; /help explains");
  }

  @Test
  void aTextDoesNotWaitForATaskAndItsAnswerNamesIt() throws Exception {
    press("/task alex sleep 60000\r");
    press("@kate urgent\r");
    screen.await("alex@localhost: urgent");
    screen.await("ok: @kate urgent");
    press("to the same\r");
    screen.await("ok: @kate to the same");
    press("@ka$te hi\r");
    screen.await("error: \"ka$te\" is not a node name");
  }

  @Test
  void commandsWaitForOneAnother() throws Exception {
    press("/task alex sleep 200\r");
    press("/task alex echo after it\r");
    screen.await("ok: /task alex sleep 200");
    screen.await("after it\n");
  }

  @Test
  void ctrlCShutsDownTheTaskThatRunsAndTheLinesBehindItAreCarriedOut() throws Exception {
    press("/task alex sleep 60000\r/task alex echo next\r");
    awaitTasks("sleep", true);
    press(CTRL_C);
    screen.await("note: the task on alex@localhost was shut down");
    screen.await("next\n");
    awaitTasks("sleep", false);
  }

  @Test
  void ctrlCDropsALineAndLeavesTheTaskThatRunsAlone() throws Exception {
    press("/task alex sleep 60000\r");
    awaitTasks("sleep", true);
    press("@kate never sent" + CTRL_C);
    press("@kate sent\r");
    screen.await("ok: @kate sent");
    assertThat(screen.text()).doesNotContain("alex@localhost: never", "shut down", "to leave");
    press(CTRL_C);
    screen.await("was shut down");
  }

  // Each character of such a paste is a key. A line that is drawn anew for each fills gigabytes.
  @Test
  void aLongPasteWithoutBracketsIsNotDrawnAnewForEachCharacter() throws Exception {
    String text = "pasted ".repeat(8_000);
    int before = screen.size();
    press("@kate " + text + "|\r");
    screen.await("pasted |");
    screen.await("ok");
    assertThat(screen.size() - before).isLessThan(20 * text.length());
  }

  @Test
  void ctrlCOnAnEmptyLineSaysHowToQuit() throws Exception {
    press(CTRL_C);
    screen.await("to leave, write /quit or press Ctrl-D");
    press("@kate hi\r");
    screen.await("alex@localhost: hi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\033[1~|\033[4~", "\033[7~|\033[8~", "\033OH|\033OF", "\033[H|\033[F"})
  void homeAndEndAreKeysHoweverATerminalSendsThem(String keys) throws Exception {
    String[] homeAndEnd = keys.split("\\|");
    press("kate mid" + homeAndEnd[0] + "@" + homeAndEnd[1] + "dle\r");
    screen.await("alex@localhost: middle");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\033[15~",
        "\033[5~",
        "\033[1;2C",
        "\033OP",
        "\033[[A",
        "\033[3;2~",
        "\034",
        "\030\005"
      })
  void aKeyWithoutAMeaningTypesNothing(String key) throws Exception {
    press("@kate one" + key + "two\r");
    screen.await("alex@localhost: onetwo");
  }

  @Test
  void charactersWithoutAWidthAreShownWhileTheyAreTyped() throws Exception {
    press("@e1 สวัสดี");
    screen.await("สวัสดี");
    press("\r");
    screen.await("alex@localhost: สวัสดี");
  }

  @Test
  void controlsAreShownWhileTheyAreTyped() throws Exception {
    press("@kate a\026\033[31mb"); // Ctrl-V takes the next key as it is.
    screen.await("\\x1b[31mb");
  }

  @Test
  void tabCompletesCommandsNodesAndFunctions() throws Exception {
    press("/he\tqu\t\r");
    screen.await("leaves the cluster");
    press("@al\tto myself\r");
    screen.await("@alex@localhost to myself");
    press("/send al\ttoo\r");
    screen.await("/send alex@localhost too");
    press("/ta\t");
    screen.await("/tasks"); // There are two: both are listed.
    press(" al\tec\tdone by Tab\r");
    screen.await("\ndone by Tab\n");
  }

  @Test
  void tabCompletesNothingInAText() throws Exception {
    press("@kate al\tone\r");
    screen.await("alex@localhost: alone");
  }

  private static void awaitTasks(String function, boolean runs) throws Exception {
    while (chat
            .tasks()
            .supervisor(ALEX)
            .children()
            .toCompletableFuture()
            .get()
            .orElseThrow()
            .stream()
            .anyMatch(task -> task.line().contains(function))
        != runs) {
      Thread.onSpinWait();
    }
  }

  private void press(String keys) throws Exception {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** The text that was shown, without what steers the terminal. */
  private static final class Screen extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int character) {
      super.write(character);
      notifyAll();
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      notifyAll();
    }

    synchronized String text() {
      return toString(StandardCharsets.UTF_8)
          .replaceAll("\033\\[[0-9;?]*[A-Za-z]", "")
          .replace("\r", "");
    }

    synchronized void await(String expected) throws InterruptedException {
      while (!text().contains(expected)) {
        wait();
      }
    }
  }
}
