package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTableTest {

  private final ShownAnswers shown = new ShownAnswers();

  @Test
  void findsEachCommandByItsName() throws LineException {
    for (Command command : Commands.TABLE.all()) {
      assertThat(Commands.TABLE.get(command.name())).isSameAs(command);
      assertThat(command.usage()).startsWith("/" + command.name());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sned, /sned; did you mean /send?",
    "exi, /exi; did you mean /exit?",
    "monitro, /monitro; did you mean /monitor?",
    "sp, /sp; did you mean /ps?",
    "TO, /TO; did you mean /to?",
    "Nodse, /Nodse; did you mean /nodes?",
    "msg, /msg; did you mean /send?",
    "PART, /PART; did you mean /leave?",
    "q, /q; did you mean /quit?",
    "'', /; /help lists the commands",
    "x, /x; /help lists the commands",
    "xyz, /xyz; /help lists the commands"
  })
  void suggestsTheNearestNameForAnUnknownOne(String name, String sentence) {
    assertThatExceptionOfType(LineException.class)
        .isThrownBy(() -> Commands.TABLE.get(name))
        .withMessage("unknown command " + sentence)
        .returns(Failure.USAGE, LineException::failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"msg", "query", "part", "list", "names", "q", "bye", "h", "?"})
  void aCommandOfAnotherProgramLeadsToOneThatExists(String name) {
    assertThatExceptionOfType(LineException.class)
        .isThrownBy(() -> Commands.TABLE.get(name))
        .satisfies(e -> Commands.TABLE.get(e.getMessage().replaceFirst(".*mean /(.*)\\?", "$1")));
  }

  @Test
  void helpShowsALineForEachRowOfCommands() throws Exception {
    run("/help");

    assertThat(shown.answers)
        .hasSize(Commands.TABLE.groups().stream().mapToInt(group -> group.rows().size()).sum())
        .contains("rooms      /join #ROOM, /leave #ROOM      joins a room; leaves a room");
    assertThat(shown.answers.get(0))
        .isEqualTo(
            "talk       @NODE TEXT, #ROOM TEXT, /send  sends TEXT; ok when it is shown there");
  }

  @Test
  void helpFitsAScreen() throws Exception {
    run("/help");

    assertThat(shown.answers)
        .hasSizeLessThanOrEqualTo(22)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
  }

  @Test
  void eachCommandHasAnExample() {
    assertThat(Commands.TABLE.all())
        .allSatisfy(
            command ->
                assertThat(command.details())
                    .containsPattern("(?m)^Example: (/" + command.name() + "\\b|@kate ).*\\z"));
  }

  @ParameterizedTest
  @CsvSource({"/help clear", "/help /clear", "/help  clear "})
  void helpExplainsACommand(String line) throws Exception {
    run(line);

    assertThat(shown.answers).hasSize(4);
    assertThat(shown.answers.get(0)).isEqualTo("/clear                         clears the screen");
    assertThat(shown.answers.get(1))
        .isEqualTo("Ctrl-L does the same, and keeps the line that is typed.");
  }

  @Test
  void quitIsTheOnlyCommandThatEndsAConsole() {
    assertThat(Commands.TABLE.all())
        .filteredOn(command -> Quit.isMeantBy(Line.parse("/" + command.name(), 0, "")))
        .hasExactlyElementsOfTypes(Quit.class);
  }

  @Test
  void aCommandThatTakesNoWordsRefusesThem() {
    assertThat(Commands.TABLE.all())
        .filteredOn(command -> !command.usage().contains(" "))
        .hasSizeGreaterThan(5)
        .allSatisfy(command -> assertRefused(command, "now"));
  }

  @Test
  void aCommandThatTakesOneWordRefusesTwo() {
    assertThat(Commands.TABLE.all())
        .filteredOn(command -> command.usage().matches("/\\w+ (\\[.*]|#ROOM|PID)"))
        .hasSizeGreaterThan(7)
        .allSatisfy(command -> assertRefused(command, "#one two"));
  }

  private void assertRefused(Command command, String arguments) {
    String typed = "/" + command.name() + " " + arguments;
    assertThat(Quit.isMeantBy(Line.parse(typed, 0, ""))).isFalse();
    assertThat(Clear.isMeantBy(Line.parse(typed, 0, ""))).isFalse();
    assertThatExceptionOfType(LineException.class)
        .isThrownBy(() -> run(typed))
        .withMessageStartingWith("write " + command.usage())
        .returns(Failure.USAGE, LineException::failure);
  }

  private void run(String typed) throws Exception {
    Line line = Line.parse(typed, 0, "");
    Commands.TABLE
        .get(line.command())
        .run(
            new CommandContext(null, shown, new Addressee(() -> {})), line); // /help needs no node.
  }
}
