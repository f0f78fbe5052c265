package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class ColorTest {

  private static final Map<String, String> NOTHING_SET = Map.of();
  private static final Map<String, String> NO_COLOR = Map.of("NO_COLOR", "1");

  @Test
  void isUsedOnATerminalOnlyUnlessTold() {
    assertThat(color().isWanted(true, NOTHING_SET)).isTrue();
    assertThat(color().isWanted(false, NOTHING_SET)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "false", " "})
  void isRefusedByNoColorWhateverItsValue(String value) {
    assertThat(color().isWanted(true, Map.of("NO_COLOR", value))).isFalse();
  }

  @Test
  void isNotRefusedByAnEmptyNoColor() {
    assertThat(color().isWanted(true, Map.of("NO_COLOR", ""))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FORCE_COLOR", "CLICOLOR_FORCE"})
  void isForcedByTheEnvironmentUnlessItIsRefused(String name) {
    assertThat(color().isWanted(false, Map.of(name, "1"))).isTrue();
    assertThat(color().isWanted(true, Map.of(name, "1", "TERM", "dumb"))).isTrue();
    assertThat(color().isWanted(false, Map.of(name, "1", "NO_COLOR", "1"))).isFalse();
    assertThat(color().isWanted(false, Map.of(name, "1", "NO_COLOR", ""))).isTrue();
    assertThat(color().isWanted(false, Map.of(name, "0"))).isFalse();
    assertThat(color().isWanted(false, Map.of(name, ""))).isFalse();
    assertThat(color("--color", "never").isWanted(true, Map.of(name, "1"))).isFalse();
    assertThat(color("--color", "auto").isWanted(false, Map.of(name, "1"))).isFalse();
  }

  @Test
  void isNotUsedOnADumbTerminalUnlessTold() {
    assertThat(color().isWanted(true, Map.of("TERM", "dumb"))).isFalse();
    assertThat(color("--color", "auto").isWanted(true, Map.of("TERM", "dumb"))).isFalse();
    assertThat(color("--color", "always").isWanted(true, Map.of("TERM", "dumb"))).isTrue();
    assertThat(color().isWanted(true, Map.of("TERM", "xterm"))).isTrue();
  }

  @Test
  void autoMeansATerminalOnly() {
    assertThat(color("--color", "auto").isWanted(true, NOTHING_SET)).isTrue();
    assertThat(color("--color", "auto").isWanted(false, NOTHING_SET)).isFalse();
  }

  @Test
  void alwaysMeansWithoutATerminalToo() {
    assertThat(color("--color", "always").isWanted(true, NOTHING_SET)).isTrue();
    assertThat(color("--color", "always").isWanted(false, NOTHING_SET)).isTrue();
  }

  @Test
  void neverMeansNotOnATerminalEither() {
    assertThat(color("--color", "never").isWanted(true, NOTHING_SET)).isFalse();
    assertThat(color("--color=never").isWanted(false, NOTHING_SET)).isFalse();
  }

  @Test
  void aFlagBeatsTheEnvironment() {
    assertThat(color("--color", "always").isWanted(false, NO_COLOR)).isTrue();
    assertThat(color("--color", "auto").isWanted(true, NO_COLOR)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sometimes", "ALWAYS", ""})
  void nothingElseIsAccepted(String value) {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> color("--color", value))
        .withMessageContaining("--color");
  }

  private static Color color(String... args) {
    CommandSpec command = CommandSpec.create();
    Color color = new Color(command);
    new CommandLine(command).parseArgs(args);
    return color;
  }
}
