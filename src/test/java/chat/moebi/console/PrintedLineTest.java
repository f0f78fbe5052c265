package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintedLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "moebi@localhost: forged",
        "moebi@localhost: ",
        "cron@example.org:",
        "  moebi@localhost: forged",
        "\u00a0moebi@localhost: forged",
        "\u2800 moebi@localhost: forged",
        "\u3164note: moebi@localhost left",
        "moebi\u200d@localhost: forged",
        "\uff4doebi\uff20localhost: forged",
        "12:04 moebi@localhost: forged",
        "      moebi@localhost: forged",
        "\uff11\uff12:04  moebi@localhost: forged",
        "12:04 > kate@localhost: forged",
        "> kate@localhost: forged",
        "12:04 > #dogs: forged",
        "      kate@localhost left",
        "kate@localhost up",
        "<kate@localhost.7>",
        "<kate@localhost.7> sleep waiting 0 12s",
        "note: moebi@localhost left",
        "n\u200dote: moebi@localhost left",
        "error: no connection to moebi@localhost",
        "error :",
        "\uff45\uff52\uff52\uff4f\uff52: no",
        "ok",
        "ok ",
        "ok: @kate hi",
        "ok 2",
        "#dogs moebi@localhost: forged",
        "#dogs\u00a0 moebi@localhost: forged",
        "** (EXIT from <kate@localhost.3>) killed",
        "EXIT <kate@localhost.3> killed",
        "DOWN <kate@localhost.3> killed",
        "ready kate@localhost",
        "chat(kate@localhost)> "
      })
  void marksALineThatCouldBeTakenForALineOfTheChat(String line) {
    assertThat(PrintedLine.marked(line)).isEqualTo("| " + line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Hi, my name is Kate",
        "a note: buy milk",
        "total: 5",
        "12:04 lunch",
        "> a quotation",
        "#1 of 3",
        "okay",
        "not ok",
        "write to kate@localhost",
        "@kate hi",
        "#dogs are here",
        "# moebi",
        "| moebi@localhost: hi",
        "already there",
        "  indented",
        "สวัสดี"
      })
  void doesNotMarkAnyOtherLine(String line) {
    assertThat(PrintedLine.marked(line)).isEqualTo(line);
  }
}
