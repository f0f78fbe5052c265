package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks {@code chat.dispatch} by the objects in the memory of a node that has sent a message. */
@Tag(DistributedTests.TAG)
class DispatchTest {

  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
  private static final String SPINNING_SELECTOR = "chat.moebi.dispatch.SpinningSelector";
  private static final String FOLLOWING = "chat.moebi.dispatch.FollowingConfigurator$Following";

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"spinning", "akka"})
  void aNodeRunsOnTheThreadsThatTheSettingSays(String dispatch) throws Exception {
    ChatProgram chat = new ChatProgram(home);
    Path settings = Files.writeString(home.resolve("dispatch.conf"), "chat.dispatch = " + dispatch);
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess alex = chat.start("--name", "alex", "--config", settings.toString())) {
      alex.awaitOutput("ready alex@localhost");
      alex.type("@kate hi");
      alex.awaitOutput("ok");
      kate.awaitOutput("alex@localhost: hi");

      assertThat(
              classesInMemory(chat, alex).filter(List.of(SPINNING_SELECTOR, FOLLOWING)::contains))
          .containsExactlyInAnyOrderElementsOf(
              dispatch.equals("spinning") ? List.of(SPINNING_SELECTOR, FOLLOWING) : List.of());
    }
  }

  @Test
  void aMessageAboutAnUnknownValueNamesBoth() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    Path settings = Files.writeString(home.resolve("dispatch.conf"), "chat.dispatch = off");

    try (PipedProcess alex = chat.start("--name", "alex", "--config", settings.toString())) {
      assertThat(alex.awaitExit()).isEqualTo(78);
      assertThat(alex.errors())
          .singleElement()
          .asString()
          .endsWith("chat.dispatch = \"off\"; write one of spinning, akka");
    }
  }

  private Stream<String> classesInMemory(ChatProgram chat, PipedProcess node) throws Exception {
    List<String> command =
        List.of(
            JCMD.toString(),
            "-J-Djava.io.tmpdir=" + home.resolve("tmp"),
            Long.toString(node.pid()),
            "GC.class_histogram");
    try (PipedProcess jcmd = PipedProcess.start(command, chat.environment())) {
      assertThat(jcmd.awaitExit()).isZero();
      return jcmd.output().stream().map(line -> line.substring(line.lastIndexOf(' ') + 1));
    }
  }
}
