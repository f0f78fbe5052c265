package chat.moebi.cli;

import static chat.moebi.testing.ChatProgram.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.ScreenProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads a conversation on terminals of several widths. */
@Tag(DistributedTests.TAG)
class ReadingTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String DRAFT = "a draft that needs more than one row of a terminal";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  /** The program sees the width 0 as a serial line's, and the screen has 80 columns then. */
  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 0})
  void aDraftStaysAsItWasWhileMessagesArriveAndIsReplacedWhenItIsSent(int columns)
      throws Exception {
    try (PipedProcess kate = chat.start("--name", "kate");
        ScreenProcess alex = start("alex", columns, columns == 0 ? 0 : 30)) {
      kate.awaitOutput("ready kate@localhost");
      alex.awaitScreen(screen -> text(screen).contains("Tabcompletes"), SOON);
      ChatProgram.awaitPeers(kate, "alex@localhost");
      alex.type("@kate " + DRAFT + "\033[D\033[D\033[D"); // Three times to the left.
      alex.awaitScreen(screen -> text(screen).endsWith(text("> @kate " + DRAFT)), SOON);

      kate.type("@alex what a long text, with more than one row, do you write?");
      kate.awaitOutput("ok");
      alex.awaitScreen(
          screen ->
              text(screen).contains("doyouwrite?")
                  && text(screen).endsWith(text("write?chat(alex@localhost)> @kate " + DRAFT)),
          SOON);
      alex.type("!");
      alex.awaitScreen(
          screen -> text(screen).endsWith(text("> @kate " + DRAFT.replace("nal", "!nal"))), SOON);
      alex.type("\r");
      kate.awaitOutput("alex@localhost: " + DRAFT.replace("nal", "!nal"));

      List<String> shown =
          alex.awaitScreen(
              screen -> screen.matches("(?s).*\nok\nchat\\(alex@localhost\\)\n?>"), SOON);
      String conversation =
          text(String.join("\n", shown)).replaceFirst(".*(?=kate@localhost:what)", "");
      assertThat(conversation.replaceAll("\\d\\d:\\d\\d", ""))
          .isEqualTo(
              text(
                  "kate@localhost: what a long text, with more than one row, do you write?"
                      + "> kate@localhost: "
                      + DRAFT.replace("nal", "!nal")
                      + "ok chat(alex@localhost)>"));
      assertThat(shown)
          .filteredOn(line -> line.matches(".*(row|!nal|do you).*"))
          .isNotEmpty()
          .allMatch(line -> line.matches("( {8,}|" + TIME + "(> )?\\S+: ).*"));
    }
  }

  @Test
  void whatCannotBeSentIsShownWithItsError() throws Exception {
    try (ScreenProcess alex = start("alex", 80, 30)) {
      alex.awaitScreen("^Tab completes", SOON);
      alex.type("hello?\r");
      alex.awaitScreen("^" + TIME + "> hello\\?\nerror: to whom\\? write @NODE TEXT\n", SOON);
      alex.type("@nobody hi\r");
      alex.awaitScreen(
          "^" + TIME + "> nobody@localhost: hi\nerror: no connection to nobody@localhost\n", SOON);
      alex.type("/nodes\r");
      alex.awaitScreen(
          "^chat\\(alex@localhost\\)> /nodes\nNODE            STATUS\nalex@localhost  self\n",
          SOON);
    }
  }

  @Test
  void theSettingsDecideWhatIsShown() throws Exception {
    Path config = home.resolve("reading.conf");
    Files.writeString(config, "chat.console { times = off, presence = all }");
    try (ScreenProcess alex = chat.startOnScreen("--name", "alex", "--config", config.toString())) {
      alex.awaitScreen("^alex@localhost is ready", SOON);
      try (PipedProcess kate = chat.start("--name", "kate")) {
        alex.awaitScreen("^      kate@localhost joined$", SOON);
        alex.type("@kate hi\r");
        alex.awaitScreen("^> kate@localhost: hi\nok\n", SOON);
        kate.type("@alex you too");
        alex.awaitScreen("^kate@localhost: you too\n", SOON);
        kate.endInput();
        alex.awaitScreen("^      kate@localhost left$", SOON);
      }
    }
  }

  @Test
  void aSettingThatIsNoneIsRefused() throws Exception {
    Path config = home.resolve("reading.conf");
    Files.writeString(config, "chat.console.presence = some");
    try (PipedProcess alex = chat.start("--name", "alex", "--config", config.toString())) {
      assertThat(alex.awaitExit()).isEqualTo(78);
      assertThat(alex.errors()).singleElement().asString().endsWith("write one of all, smart, off");
    }
  }

  private ScreenProcess start(String name, int columns, int rows) throws Exception {
    return ScreenProcess.start(chat.command("--name", name), chat.environment(), columns, rows);
  }

  /** Returns what a screen says, however it is broken into rows. */
  private static String text(String screen) {
    return screen.replaceAll("\\s", "");
  }
}
