package chat.moebi.cli;

import static chat.moebi.testing.ChatProgram.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.ScreenProcess;
import chat.moebi.testing.Signals;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows how a prompt and its node behave while the node still starts. */
@Tag(DistributedTests.TAG)
class PromptTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void aTextToANodeThatShowsItsPromptArrives() throws Exception {
    try (PipedProcess kate = chat.start("--name", "kate")) {
      kate.awaitOutput("ready kate@localhost");
      try (ScreenProcess alex = chat.startOnScreen("--name", "alex")) {
        alex.awaitScreen("^chat\\(alex@localhost\\)>$", SOON);
        kate.type("@alex hi");
        kate.awaitOutput("ok");
        alex.awaitScreen("^" + TIME + "kate@localhost: hi$", SOON);
      }
    }
  }

  @Test
  void linesTypedBeforeTheNodeIsReadyRunOnceItIs() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        ScreenProcess alex = chat.startOnScreen("--name", "alex")) {
      alex.awaitScreen("^chat\\(alex@localhost\\)>$", SOON);
      alex.type("@kate hi\r");
      alex.awaitScreen("^" + TIME + "> kate@localhost: hi\n(.*\n)*ok$", SOON);
      kate.awaitOutput("alex@localhost: hi");
      alex.type("\u0004");
      assertThat(alex.awaitExit(SOON)).isZero();
    }
  }

  @Test
  void noLibraryIsLeftWhereOthersCouldReplaceIt() throws Exception {
    try (ScreenProcess alex = chat.startOnScreen("--name", "alex")) {
      alex.awaitScreen("^chat\\(alex@localhost\\)>$", SOON);
      assertThat(home.resolve("tmp").toFile().list())
          .noneMatch(name -> name.startsWith("jline") || name.startsWith("chat-"));
    }
  }

  @Test
  void aTextWaitsOnlyForTextsToTheSameNodeAndCtrlCEndsTheWaitOnly() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess moebi = chat.startNode("moebi");
        ScreenProcess alex = chat.startOnScreen("--name", "alex")) {
      alex.awaitScreen("is ready, with kate@localhost, moebi@localhost", SOON);
      moebi.signal("STOP");
      alex.type("@moebi zzz\r");
      alex.type("@kate urgent\r");
      alex.awaitScreen("^ok: @kate urgent$", SOON);
      kate.awaitOutput("alex@localhost: urgent");
      alex.type("\003");
      alex.awaitScreen("^note: no longer waiting for: @moebi zzz$", SOON);
      moebi.signal("CONT");
      alex.awaitScreen("^note: moebi@localhost showed \"zzz\" after \\d s$", SOON);
      alex.type("\034@kate alone again\r"); // Ctrl-\\ precedes it.
      alex.awaitScreen("^ok$", SOON);
    }
  }

  @Test
  void sigintLeavesAndOnlyKnownNodesAreAddressed() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess other =
            chat.start("--name", "other", "--headless", "--cookie", "c".repeat(40));
        ScreenProcess alex = startWhenReady(other)) {
      alex.awaitScreen(
          "^alex@localhost is ready, with kate@localhost; /help explains\n(.*\n)*"
              + "1 node on this host has another cookie$",
          SOON);
      alex.type("@kate hi\r");
      alex.awaitScreen("^ok$", SOON);
      alex.type("@Kate hi\r");
      alex.awaitScreen("^error: no connection to Kate@localhost; did you mean kate\\?$", SOON);
      alex.type("for kate\r");
      kate.awaitOutput("alex@localhost: for kate");
      alex.signal("INT");
      assertThat(alex.awaitExit(SOON)).isEqualTo(130);
      kate.awaitErrorsLike("note: alex@localhost left", 1, SOON);
    }
  }

  private ScreenProcess startWhenReady(PipedProcess other) throws Exception {
    other.awaitOutput("ready other@localhost");
    return chat.startOnScreen("--name", "alex");
  }

  @Test
  void inputIsRememberedInTheNextRunAndTheFirstRunExplainsHowToChat() throws Exception {
    String cookie = "c".repeat(40);
    try (ScreenProcess alex = chat.startOnScreen("--name", "alex", "--cookie", cookie)) {
      alex.awaitScreen(
          "^to chat, start ./chat --name kate in another terminal, then write @kate hi$\n"
              + "^Tab completes, /help lists the commands, /quit or Ctrl-D leaves$",
          SOON);
      alex.type("@kate lunch?\r secret\r");
      alex.awaitScreen("^error: no connection to kate@localhost", SOON);
      alex.awaitScreen("^error: to whom", SOON);
      alex.type("\033[A"); // Up: the text whose sending failed.
      alex.awaitScreen("^chat\\(alex@localhost\\)> @kate lunch\\?$", SOON);
      alex.type("\003/quit\r");
      assertThat(alex.awaitExit(SOON)).isZero();
    }
    Path file = home.resolve("state/chat/alex@localhost.input");
    assertThat(file).hasContent("@kate lunch?\n/quit").content().doesNotContain(cookie);

    try (ScreenProcess alex = chat.startOnScreen("--name", "alex", "--cookie", cookie)) {
      alex.awaitScreen("^alex@localhost is ready, alone; /help explains$", SOON);
      alex.type("\022lun"); // Ctrl-R
      List<String> screen = alex.awaitScreen("^chat\\(alex@localhost\\)> @kate lunch\\?$", SOON);
      assertThat(screen).noneMatch(line -> line.startsWith("to chat"));
      alex.type("\r");
      alex.awaitScreen("^error: no connection to kate@localhost", SOON);
    }
  }

  @Test
  void ctrlZGivesTheTerminalBackAndTheLineThatIsTypedIsThereAfterFg() throws Exception {
    try (ScreenProcess shell = startShell()) {
      shell.type("sh alex.sh\r");
      shell.awaitScreen("^Tab completes", SOON);
      shell.type("@alex half");
      shell.awaitScreen("@alex half$", SOON);
      shell.type("\032"); // Ctrl-Z
      shell.awaitScreen("^sh>$", SOON);
      shell.type("stty -a | grep -wc -e '-icanon' -e '-echo'; echo $((6 * 7))\r");
      shell.awaitScreen("^0$\n^42$", SOON);
      shell.type("fg\r");
      shell.awaitScreen("(?s)fg\n.*^chat\\(alex@localhost\\)> @alex half$", SOON);
      shell.type(" a line\r");
      shell.awaitScreen("^" + TIME + "alex@localhost: half a line$", SOON);
      shell.type("/quit\r");
      shell.awaitScreen("/quit\n(.*\n)*sh>$", SOON);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP"})
  void theShellGoesOnBelowTheLineThatWasTypedWhenASignalComes(String signal) throws Exception {
    try (ScreenProcess shell = startShell()) {
      shell.type("sh alex.sh\r");
      shell.awaitScreen("^Tab completes", SOON);
      shell.type("@alex half\033[D\033[D!");
      shell.awaitScreen("@alex ha!lf$", SOON);
      ProcessHandle alex =
          ProcessHandle.of(shell.pid()).orElseThrow().children().findFirst().orElseThrow();
      Signals.send(alex.pid(), signal);
      shell.awaitScreen("^chat\\(alex@localhost\\)> @alex ha!lf\n(.*\n)?sh>$", SOON);
    }
  }

  /** Starts a shell in which {@code sh alex.sh} starts a node. */
  private ScreenProcess startShell() throws Exception {
    Files.writeString(
        home.resolve("alex.sh"),
        chat.command("--name", "alex").stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" ", "exec ", "\n")));
    Map<String, String> environment = new HashMap<>(chat.environment());
    environment.put("PS1", "sh> ");
    List<String> shell = List.of("sh", "-c", "cd \"$HOME\" && exec sh -i");
    return ScreenProcess.start(shell, environment, 80, 24);
  }

  @Test
  void theScreenIsClearedAndTheLineThatIsTypedStays() throws Exception {
    try (ScreenProcess alex = chat.startOnScreen("--name", "alex")) {
      alex.awaitScreen("^Tab completes", SOON);
      alex.type("half a line\f"); // Ctrl-L
      alex.awaitScreen("chat(alex@localhost)> half a line"::equals, SOON);
      alex.type("\003/self\r");
      alex.awaitScreen("^<alex@localhost.0>$", SOON);
      alex.type("/clear\r");
      alex.awaitScreen("chat(alex@localhost)>"::equals, SOON);
    }
  }

  @Test
  void aStartThatFailsAfterThePromptSaysWhyOnALineOfItsOwn() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
        ScreenProcess alex =
            chat.startOnScreen("--name", "alex", "--port", "" + other.getLocalPort())) {
      alex.awaitScreen("^error: cannot listen on localhost:" + other.getLocalPort(), SOON);
      assertThat(alex.awaitExit(SOON)).isEqualTo(1);
    }
  }
}
