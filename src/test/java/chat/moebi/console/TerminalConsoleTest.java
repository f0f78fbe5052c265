package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.otp.Otp;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presses keys at the prompt of a node to which every other name leads. */
@Timeout(60)
@StartsActorSystem
class TerminalConsoleTest extends TerminalConsoleTestBase {

  @Test
  void theFirstLineSaysWhoIsThere() {
    assertThat(screen.text()).startsWith("alex@localhost is ready, alone; /help explains");
  }

  @Test
  void aTextToAllStandsAmongTheOthersAndItsAnswerNamesIt() throws Exception {
    press("/task alex sleep 60000\r");
    press("/all lunch is ready\r");
    screen.awaitMatch("\\d\\d:\\d\\d > all: lunch is ready\n");
    screen.await("error: nobody else is here: /all lunch is ready\n");
  }

  @Test
  void aCommandStaysAsItWasTyped() throws Exception {
    press("/send <alex@localhost.0> hi\r /self\r/send\r/flush\r");
    screen.await(PROMPT + " /send <alex@localhost.0> hi\n");
    screen.await(PROMPT + "  /self\n");
    screen.await(PROMPT + " /send\n");
    screen.await("error: to whom? write @NODE TEXT");
  }

  @Test
  void whatIsShownWhileTheProcessEndsStandsBelowTheLine() throws Exception {
    press("@kate half a line" + "\033[D".repeat(7));
    screen.await("half a line");
    console.leave();
    OUTPUT.get().show(NodeName.parse("tom@localhost"), "too late?");
    press("typed, ");
    assertThat(screen.text())
        .matches("(?s).*> @kate half a line\n\\d\\d:\\d\\d tom@localhost: too late\\?\n");
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

  @ParameterizedTest
  @ValueSource(strings = {"\f", "/clear\r"})
  void theTimeIsShownAgainOnAScreenThatWasCleared(String clear) throws Exception {
    press("@kate before\r");
    screen.await("ok\n");
    press(clear + "@kate after\r");
    screen.awaitMatch("\\d\\d:\\d\\d (> )?\\w+@localhost: after\n");
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

  // Each character of such a paste is a key. Redrawing the line for each would print gigabytes.
  @Test
  void aLongPasteWithoutBracketsIsNotRedrawnForEachCharacter() throws Exception {
    String text = "pasted ".repeat(8_000);
    int before = screen.size();
    press("@kate " + text + "|\r");
    screen.await("pasted |");
    screen.await("ok");
    assertThat(screen.size() - before).isLessThan(20 * text.length());
  }

  @Test
  void severalLinesThatArePastedRunOnlyByEnterAndAreOneText() throws Exception {
    press(pasted("@kate one\r/quit\rtwo\n") + "|");
    screen.await("two\n|");
    assertThat(screen.text()).doesNotContain("alex@localhost:");
    press("\r");
    awaitReceived("one\n/quit\ntwo\n|");
    screen.await(under("> kate@localhost: ", "one", "/quit", "two", "|"));
    screen.await(under("alex@localhost: ", "one", "/quit", "two", "|"));
    screen.await("ok");
  }

  @Test
  void aLineBreakAtTheEndOfAPasteIsNotSent() throws Exception {
    press(pasted("@kate \r one\r\rtwo \r\r") + "\r");
    awaitReceived("\n one\n\ntwo ");
  }

  @Test
  void eachLineBreakOfAPasteIsOneHoweverItIsWritten() throws Exception {
    press(pasted("@kate one\r\ntwo\rthree\n\r\nfour\n\nfive\r\n\r\n") + "\r");
    awaitReceived("one\ntwo\nthree\n\nfour\n\nfive");
  }

  @Test
  void controlsThatArePastedAreNoKeys() throws Exception {
    press(pasted("@kate a\033[31mb\007\003\004\t\177\033[D") + "c\r");
    screen.await("alex@localhost: a\\x1b[31mb\\x07\\x03\\x04\t\\x7f\\x1b[Dc\n");
  }

  @Test
  void aPasteOfTheLongestTextIsSentWholeAndALongerOneIsRefused() throws Exception {
    String longest = "0123456789abcdef".repeat(4096);
    press(pasted("@kate " + longest) + "\r");
    awaitReceived(longest);
    screen.await("ok");
    press(pasted("@kate " + longest + "ä") + "\r");
    screen.await("error: the message is too long: 65538 of at most 65536 bytes");
    press("@kate short\r");
    screen.await("alex@localhost: short");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 200, 0})
  void aLineStaysWholeWhenTheTerminalIsResizedWhileMessagesArrive(int columns) throws Exception {
    String words = "some words that need more than one line of a narrow terminal ".repeat(3) + "#";
    press("@kate " + words);
    screen.await("#");
    resize(columns, columns == 0 ? 0 : 24);
    OUTPUT.get().show(NodeName.parse("tom@localhost"), "how wide is it?");
    press("typed, ");
    resize(80, 24);
    OUTPUT.get().show(NodeName.parse("tom@localhost"), "and now?");
    screen.await("tom@localhost: and now?");
    press("and sent\r");
    awaitReceived(words + "typed, and sent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          日本語     | 日本x
          안녕하     | 안녕x
          a👍        | ax
          e\u0301        | ex
          👩‍👩‍👧        | 👩‍👩‍x
          """)
  void backspaceTakesAWholeCharacterHoweverWideItIs(String typed, String sent) throws Exception {
    press("@kate " + typed + "\177x\r");
    screen.await("alex@localhost: " + sent + "\n");
  }

  @Test
  void theCursorStepsOverWideCharacters() throws Exception {
    press("@kate 日👍本\033[D\033[D|\033[C!\033[F.\r");
    screen.await("alex@localhost: 日|👍!本.\n");
  }

  @Test
  void ctrlCOnAnEmptyLineSaysHowToQuit() throws Exception {
    press(CTRL_C);
    screen.await("to leave, write /quit or press Ctrl-D");
    press("@kate hi\r");
    screen.await("alex@localhost: hi");
  }

  @Test
  void quitWaitsForTheAnswersToTexts() throws Exception {
    CountDownLatch shown = holdTexts();
    press("@kate one\r@tom two\r/quit\r");
    screen.await("note: leaving when 2 texts are answered; /quit or Ctrl-C leaves at once\n");
    press("three\r");
    screen.await("error: not carried out: three; leaving\n");
    assertThat(end).isNotDone();

    shown.countDown();

    assertThat(end.get()).isEmpty();
    assertThat(screen.text()).contains("ok: @", "> ok\n").doesNotContain("leaving before");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/quit\r", CTRL_C, CTRL_D, "half a line" + CTRL_C})
  void whoWishesToQuitASecondTimeLeavesAtOnce(String keys) throws Exception {
    CountDownLatch shown = holdTexts();
    press("@kate hi\r" + CTRL_D);
    screen.await("note: leaving when 1 text is answered; /quit or Ctrl-C leaves at once\n");

    press(keys);

    assertThat(end.get()).isEmpty();
    // The text may not have been sent yet.
    screen.awaitMatch("error: (leaving before all was answered; what|not carried out: @kate hi)");
    shown.countDown();
  }

  @Test
  void quitDoesNotWaitLongForACommand() throws Exception {
    press("/task alex sleep 60000\r");
    awaitTasks("sleep", true);
    press("/quit\r");
    assertThat(end.get()).isEmpty();
    assertThat(screen.text()).doesNotContain("leaving when");
    screen.await("error: leaving before all was answered");
  }

  /** Holds the texts that arrive from now on, so that they are not answered. */
  private static CountDownLatch holdTexts() {
    CountDownLatch released = new CountDownLatch(1);
    Output display = OUTPUT.get();
    OUTPUT.set(
        (from, text) -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new InterruptedIOException();
          }
          display.show(from, text);
        });
    return released;
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
    screen.await("> alex@localhost: to myself");
    press("/send al\ttoo\r");
    screen.awaitMatch("/send alex@localhost .*> alex@localhost: too\n");
    press("/ta\t");
    screen.await("/tasks"); // There are two: both are listed.
    press(" al\tec\tdone by Tab\r");
    screen.awaitMatch("(?<!echo )done by Tab\n");
  }

  @Test
  void tabCompletesNothingInAText() throws Exception {
    press("@kate al\tone\r");
    screen.await("alex@localhost: alone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /s             | /self[^\\n]*shows the pid of this shell
          /task alex s   | sleep[^\\n]*sleep MS
          /help t        | /?task[^\\n]*runs a task
          """)
  void tabShowsAWordOfHelpBesideEachCandidate(String typed, String shown) throws Exception {
    press(typed + "\t");
    screen.awaitMatch(shown);
    press(CTRL_C + "@kate hi\r"); // Ctrl-C ends the list too.
    screen.await("alex@localhost: hi");
  }

  @Test
  void tabCompletesPidsAndTheCaseOfLettersDoesNotMatter() throws Exception {
    press("/MON\t<AL\t\r");
    screen.await("/monitor <alex@localhost.0>");
    screen.await("ok\n");
  }

  @Test
  void tabCompletesRooms() throws Exception {
    press("/join #dogs\r");
    screen.await("ok\n");
    press("/to #d\t\r");
    screen.awaitMatch("chat\\(alex@localhost → #dogs\\)> ");
    press("hi\r");
    screen.await("error: nobody else is in #dogs");
    press("#D\ttoo\r/leave #\t\r/to\r");
    screen.awaitMatch("> #dogs: too\n");
    screen.awaitMatch("(?s)nobody.*nobody.*chat\\(alex@localhost\\)> ");
  }

  @Test
  void aPasteOfMoreThanFiveLinesIsExplainedAndCtrlCDropsIt() throws Exception {
    press(pasted("@kate 1\r2\r3\r4\r5\r") + "\r");
    screen.awaitMatch("alex@localhost: 1\n +2\n +3\n +4\n +5\n");
    assertThat(screen.text()).doesNotContain("lines; Enter");
    press(pasted("@kate 1\r2\r3\r4\r5\r6\r"));
    screen.await("6 lines; Enter sends them as one text, Ctrl-C drops them");
    press(CTRL_C + "@kate other\r");
    screen.await("alex@localhost: other\n");
    assertThat(screen.text()).doesNotContainPattern("\n +6");
  }

  @Test
  void thePromptShowsWhoIsHeldFromTheNextLineOn() throws Exception {
    press("/task alex sleep 60000\r");
    awaitTasks("sleep", true);
    press("/to kate\rhi\r");
    screen.awaitMatch("chat\\(alex@localhost → kate@localhost\\)> .*> kate@localhost: hi\n");
    screen.await("ok: @kate@localhost hi");
    press(CTRL_C);
    screen.await("was shut down");
    int before = screen.text().length();
    press("/to\r");
    screen.awaitMatch("(?s).{" + before + "}.*ok\n.*chat\\(alex@localhost\\)> ");
  }

  private static void awaitTasks(String function, boolean runs) throws Exception {
    while (Otp.of(chat)
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

  /** Returns the lines of a text as they stand behind the head of a message. */
  private static String under(String head, String... lines) {
    return head + String.join("\n" + " ".repeat("12:04 ".length() + head.length()), lines) + "\n";
  }
}
