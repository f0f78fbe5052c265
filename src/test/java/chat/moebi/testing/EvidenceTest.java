package chat.moebi.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {

  @TempDir Path state;

  @Test
  void aFailureShowsWhatAllProcessesHaveShownAndWhichOfThemHaveStopped() throws Exception {
    Path log = Files.createDirectory(state.resolve("chat")).resolve("kate@localhost.log");
    Files.writeString(log, "one cause\n");
    Map<String, String> environment =
        Map.of("PATH", System.getenv("PATH"), "XDG_STATE_HOME", state.toString());
    try (PipedProcess frozen = PipedProcess.start(List.of("cat", "-"), environment);
        PipedProcess failed = PipedProcess.start(List.of("echo", "hi"), environment)) {
      frozen.type("before");
      frozen.awaitOutput("before");
      frozen.signal("STOP");

      assertThatThrownBy(() -> failed.awaitOutput("ho"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("no line ho on standard output")
          .hasMessageFindingMatch("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} hi")
          .hasMessageFindingMatch("STOP to " + frozen.pid() + ", whose state is T")
          .hasMessageFindingMatch("another process: " + frozen.pid() + " -")
          .hasMessageFindingMatch("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} before")
          .hasMessageContaining(log + "\none cause");
    }
  }
}
