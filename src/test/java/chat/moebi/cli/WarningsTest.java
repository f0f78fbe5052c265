package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.ScreenProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the jar on each JDK of this machine: no JVM may add a line of its own. */
@Tag(DistributedTests.TAG)
class WarningsTest {

  @TempDir Path home;

  @ParameterizedTest
  @MethodSource("chat.moebi.testing.Jdks#all")
  void aNodeOverPipesWritesNone(Path jdk) throws Exception {
    try (PipedProcess alex = new ChatProgram(home).withJdk(jdk).start("--name", "alex")) {
      alex.type("/spawn alex say_name");
      alex.endInput();
      assertThat(alex.awaitExit()).isZero();
      assertThat(alex.output().get(0)).isEqualTo("ready alex@localhost");
      assertThat(alex.errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("chat.moebi.testing.Jdks#all")
  void aNodeOnATerminalWritesNone(Path jdk) throws Exception {
    try (ScreenProcess alex = new ChatProgram(home).withJdk(jdk).startOnScreen("--name", "alex")) {
      alex.type("@alex hi\r");
      List<String> screen = alex.awaitScreen(lines -> lines.contains("ok"), PipedProcess.PATIENCE);
      assertThat(screen).noneMatch(line -> line.contains("WARNING"));
      alex.type("/quit\r");
      assertThat(alex.awaitExit(PipedProcess.PATIENCE)).isZero();
    }
  }
}
