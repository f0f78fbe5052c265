package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cookie.CookieFile;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that a user without a home directory gets no files in the current directory. */
@Tag(DistributedTests.TAG)
class HomelessTest {

  @TempDir Path home;

  private ChatProgram chat;
  private Path current;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
    current = Files.createDirectory(home.resolve("current"));
  }

  @Test
  void noCookieIsMadeInTheCurrentDirectory() throws Exception {
    try (PipedProcess kate = start("--name", "kate", "--headless")) {
      assertThat(kate.awaitExit()).isEqualTo(ExitStatus.BAD_CONFIGURATION);
      assertThat(kate.errors())
          .containsExactly(
              "error: cannot keep a cookie without a home directory; set HOME, or give a"
                  + " --cookie-file");
    }
    assertThat(current).isEmptyDirectory();
  }

  @Test
  void noLogIsKeptInTheCurrentDirectory() throws Exception {
    Path cookie = home.resolve("cookie");
    CookieFile.create(cookie);
    try (PipedProcess kate =
        start("--name", "kate", "--headless", "--cookie-file", cookie.toString())) {
      kate.awaitOutput("ready kate@localhost");
      kate.terminate();
      kate.awaitExit();
      assertThat(kate.errors())
          .containsExactly(
              "note: no log is kept: there is no home directory; set HOME, or chat.log.directory",
              "note: texts are not kept on disk: there is no home directory to keep texts in;"
                  + " set HOME");
    }
    assertThat(current).isEmptyDirectory();
  }

  private PipedProcess start(String... arguments) throws IOException {
    Map<String, String> environment = chat.environment();
    environment.put("HOME", "");
    environment.remove("XDG_CONFIG_HOME");
    environment.remove("XDG_STATE_HOME");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\""));
    command.add(current.toString());
    List<String> program = chat.command(arguments);
    command.add(program.get(0));
    command.add(
        "-Duser.home=?"); // Java sets this for a user without an entry in the user database.
    command.addAll(program.subList(1, program.size()));
    return PipedProcess.start(command, environment);
  }
}
