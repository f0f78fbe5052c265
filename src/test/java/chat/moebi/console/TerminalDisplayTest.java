package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cluster.Presence;
import chat.moebi.cluster.Presence.Change;
import chat.moebi.console.ReadingSettings.Bell;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalDisplayTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final LocalDateTime NOON = LocalDateTime.of(2026, 11, 28, 12, 4, 5);

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void aMessageHasItsTimeAndOneOfTheSameMinuteHasBlanks() throws IOException {
    Display display = display(80);
    display.show(message(ALEX, NOON, "hi"));
    display.show(message(KATE, NOON.plusSeconds(54), "you too"));
    display.show(message(ALEX, NOON.plusSeconds(55), "bye"));
    display.show(message(ALEX, NOON.plusDays(1).plusSeconds(55), "again"));
    display.show(message(ALEX, NOON.plusDays(2).plusSeconds(55), "and again"));

    assertThat(lines())
        .containsExactly(
            "12:04 alex@localhost: hi",
            "      kate@localhost: you too",
            "12:05 alex@localhost: bye",
            "12:05 alex@localhost: again",
            "12:05 alex@localhost: and again");
  }

  @Test
  void aTextInARoomNamesTheRoom() throws IOException {
    display(80).show(inRoom("hi"));

    assertThat(lines()).containsExactly("12:04 #dogs alex@localhost: hi");
  }

  @Test
  void withoutTimesThereAreNoBlanksEither() throws IOException {
    Display display = display(80, settings(false, ReadingSettings.Presence.ALL, Bell.OFF));
    display.show(message(ALEX, NOON, "hi"));
    display.show(message(ALEX, NOON, "one\ntwo"));

    assertThat(lines())
        .containsExactly("alex@localhost: hi", "alex@localhost: one", "                two");
  }

  @Test
  void theRowsOfATextStandUnderEachOther() throws IOException {
    display(50)
        .show(message(ALEX, NOON, "a text that is longer than one row\nand has\n\na line break"));

    assertThat(lines())
        .containsExactly(
            "12:04 alex@localhost: a text that is longer than",
            "                      one row",
            "                      and has",
            "",
            "                      a line break");
  }

  @Test
  void aRowMayFillTheWidth() throws IOException {
    display(34).show(message(ALEX, NOON, "twelve wide, and more"));

    assertThat(lines())
        .containsExactly("12:04 alex@localhost: twelve wide,", "                      and more");
  }

  @Test
  void onANarrowTerminalTheTextIsIndentedALittle() throws IOException {
    Display display = display(20);
    display.show(message(NodeName.parse("bob@localhost"), NOON, "what a narrow terminal"));
    display.show(message(NodeName.parse("al@a"), NOON, "hi"));

    assertThat(lines())
        .containsExactly(
            "12:04 bob@localhost:",
            "        what a",
            "        narrow",
            "        terminal",
            "      al@a: hi");
  }

  @Test
  void aNameThatIsWiderThanTheTerminalIsShownWhole() throws IOException {
    display(20).show(message(NodeName.parse("a".repeat(30) + "@localhost"), NOON, "hi"));

    assertThat(lines())
        .containsExactly(
            "12:04 aaaaaaaaaaaaaa",
            "        aaaaaaaaaaaa",
            "        aaaa@localho",
            "        st: hi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @kate hi        | kate@localhost | 12:04 > kate@localhost: hi
          @kate           | kate@localhost | 12:04 > kate@localhost:
          #dogs hi there  | #dogs          | 12:04 > #dogs: hi there
          @ka$te hi       | ka$te          | 12:04 > ka$te: hi
          hello?          | ''             | 12:04 > hello?
          /send kate hi   | kate@localhost | 12:04 > kate@localhost: hi
          /all hi there   | all            | 12:04 > all: hi there
          """)
  void aTextThatIsSentStandsAmongTheOthers(String typed, String recipient, String expected) {
    Line line =
        typed.startsWith("#") ? new Line(typed, "send", typed, 0) : Line.parse(typed, 0, "");
    display(80).showSent(line, recipient);

    assertThat(lines())
        .map(shown -> shown.replaceFirst("\\d\\d:\\d\\d", "12:04"))
        .containsExactly(expected);
  }

  @Test
  void aNameHasOneColourAndTheTimeIsFaint() throws IOException {
    display("xterm-256color", 80, true, settings(true, ReadingSettings.Presence.ALL, Bell.OFF))
        .show(message(ALEX, NOON, "hi"));

    assertThat(shown().replace("\033", "ESC"))
        .matches("ESC\\[2m12:04 ESC\\[38;5;\\d+;22malex@localhostESC\\[0m: hi\r?\n");
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void presenceStandsBesideTheTimes(Change change) {
    Display display = display(80, settings(true, ReadingSettings.Presence.ALL, Bell.OFF));
    display.presence(new Presence(KATE, change));

    assertThat(lines()).containsExactly("      " + new Presence(KATE, change).sentence());
  }

  @Test
  void presenceOfOthersThanPartnersIsNotShown() throws IOException {
    TerminalDisplay display = display(80, settings(true, ReadingSettings.Presence.SMART, Bell.OFF));
    display.presence(new Presence(ALEX, Change.JOINED));
    display.presence(new Presence(KATE, Change.JOINED));
    assertThat(shown.size()).isZero();

    display.show(message(ALEX, NOON, "hi"));
    display.showSent(Line.parse("/send kate hi", 0, ""), "kate@localhost");
    display.presence(new Presence(ALEX, Change.UNREACHABLE));
    display.presence(new Presence(KATE, Change.LEFT));
    display.presence(new Presence(NodeName.parse("tom@localhost"), Change.LEFT));

    assertThat(lines())
        .map(line -> line.replaceFirst("^\\d\\d:\\d\\d >", "      >"))
        .containsExactly(
            "12:04 alex@localhost: hi",
            "      > kate@localhost: hi",
            "      alex@localhost cannot be reached",
            "      kate@localhost left");
  }

  @Test
  void presenceIsNotShownIfNobodyWantsIt() throws IOException {
    Display display = display(80, settings(true, ReadingSettings.Presence.OFF, Bell.OFF));
    display.show(message(ALEX, NOON, "hi"));
    display.presence(new Presence(ALEX, Change.LEFT));

    assertThat(lines()).containsExactly("12:04 alex@localhost: hi");
  }

  @Test
  void presenceIsANoteWhereErrorsGoElsewhere() throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Display display =
        new TerminalDisplay(
            writer("ansi", 80, false),
            Optional.of(new LineStream(err, false)),
            settings(true, ReadingSettings.Presence.ALL, Bell.OFF));
    display.presence(new Presence(KATE, Change.LEFT));

    assertThat(shown.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("note: kate@localhost left\n");
  }

  @Test
  void linesAreBrokenBetweenWords() throws IOException {
    Display display = display(20, settings(true, ReadingSettings.Presence.ALL, Bell.OFF));
    display.answer("alex@localhost is ready, alone; /help explains");
    display.error("unknown command /sned; did you mean /send?");
    display.note("kate@localhost has another version");
    display.exit("<kate@localhost.3>", "killed");
    display.table(List.of("NODE", "STATUS"), List.of(List.of("kate@localhost", "unreachable")));
    display.presence(new Presence(KATE, Change.LEFT));
    display.presence(new Presence(KATE, Change.UNREACHABLE));

    assertThat(lines())
        .containsExactly(
            "alex@localhost is",
            "  ready, alone;",
            "  /help explains",
            "error: unknown",
            "  command /sned; did",
            "  you mean /send?",
            "note: kate@localhost",
            "  has another",
            "  version",
            "** (EXIT from",
            "  <kate@localhost.3>)",
            "  killed",
            "NODE",
            "  STATUS",
            "kate@localhost",
            "  unreachable",
            "kate@localhost left",
            "kate@localhost",
            "  cannot be reached");
  }

  @Test
  void aWordThatIsWiderThanTheTerminalCanBeCopiedWhole() throws IOException {
    String pid = "<" + "a".repeat(30) + "@localhost.3>";
    display(20).answer(pid + " has ended");
    display(20).error(pid + " has ended");

    assertThat(lines()).containsExactly(pid, "  has ended", "error:", "  " + pid, "  has ended");
  }

  @Test
  void theTimeIsShownAgainOnAScreenThatWasCleared() throws IOException {
    TerminalDisplay display = display(80);
    display.show(message(ALEX, NOON, "hi"));
    display.cleared();
    display.show(message(ALEX, NOON, "you too"));
    display.show(message(ALEX, NOON, "bye"));

    assertThat(lines())
        .containsExactly(
            "12:04 alex@localhost: hi",
            "12:04 alex@localhost: you too",
            "      alex@localhost: bye");
  }

  @Test
  void theBellRingsForTextsToThisNodeAlone() throws IOException {
    Display display = display(80, settings(true, ReadingSettings.Presence.ALL, Bell.ADDRESSED));
    display.show(inRoom("hi"));
    display.show(toSeveral(Optional.empty(), "hi, all"));
    assertThat(shown()).contains("hi, all").doesNotContain("\007");

    display.show(message(ALEX, NOON, "hi"));
    assertThat(shown()).contains("\007");
  }

  @Test
  void theBellIsSilentUnlessAsked() throws IOException {
    display(80).show(message(ALEX, NOON, "hi\007"));

    assertThat(shown()).doesNotContain("\007").contains("hi\\x07");
  }

  @Test
  void tablesAreAlignedUnderTheirHead() {
    display(80)
        .table(
            List.of("NODE", "STATUS", "N"),
            List.of(
                List.of("kate@localhost", "up", "1"),
                List.of("al@b", "unreachable", "日本"),
                List.of("日本", "\033[2J", "")));

    assertThat(lines())
        .containsExactly(
            "NODE            STATUS       N",
            "kate@localhost  up           1",
            "al@b            unreachable  日本",
            "日本            \\x1b[2J");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dumb", "dumb-color"})
  void onADumbTerminalLinesArePlain(String type) throws IOException {
    TerminalDisplay display =
        display(type, 40, false, settings(true, ReadingSettings.Presence.ALL, Bell.OFF));
    display.show(message(ALEX, NOON, "a text that is longer than one row\nof 40"));
    display.showSent(Line.parse("@kate hi", 0, ""), "kate@localhost");
    display.table(List.of("NODE", "STATUS"), List.of(List.of("kate@localhost", "up")));
    display.presence(new Presence(KATE, Change.LEFT));

    assertThat(lines())
        .containsExactly(
            "alex@localhost: a text that is longer than one row\\nof 40",
            "kate@localhost up",
            "note: kate@localhost left");
  }

  private static ReadingSettings settings(
      boolean times, ReadingSettings.Presence presence, Bell bell) {
    return new ReadingSettings(times, presence, bell);
  }

  private TerminalDisplay display(int columns) {
    return display(columns, settings(true, ReadingSettings.Presence.SMART, Bell.OFF));
  }

  private TerminalDisplay display(int columns, ReadingSettings settings) {
    return display("ansi", columns, false, settings);
  }

  private TerminalDisplay display(
      String type, int columns, boolean color, ReadingSettings settings) {
    return new TerminalDisplay(writer(type, columns, color), Optional.empty(), settings);
  }

  private TerminalWriter writer(String type, int columns, boolean color) {
    try {
      Terminal terminal =
          new ExternalTerminal(
              "test", type, new ByteArrayInputStream(new byte[0]), shown, StandardCharsets.UTF_8);
      terminal.setSize(new Size(columns, 24));
      return new TerminalWriter(LineReaderBuilder.builder().terminal(terminal).build(), color);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Message message(NodeName from, LocalDateTime time, String text) {
    return new Message(
        UUID.randomUUID(),
        time.atZone(ZoneId.systemDefault()).toInstant(),
        from,
        KATE,
        Optional.empty(),
        false,
        text,
        false);
  }

  private static Message inRoom(String text) {
    return toSeveral(Optional.of(RoomName.parse("#dogs")), text);
  }

  private static Message toSeveral(Optional<RoomName> room, String text) {
    return new Message(
        UUID.randomUUID(),
        NOON.atZone(ZoneId.systemDefault()).toInstant(),
        ALEX,
        KATE,
        room,
        room.isEmpty(),
        text,
        false);
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return shown().replace("\r", "").lines().map(String::stripTrailing).toList();
  }
}
