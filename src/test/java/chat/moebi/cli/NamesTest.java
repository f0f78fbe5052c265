package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows which node may have a name, and when a name is free again. */
@Tag(DistributedTests.TAG)
class NamesTest {

  private static final int DEATHS = Boolean.getBoolean("chat.test.full") ? 10 : 3;

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void aTakenNameIsRefusedAndItsOwnerNoticesNothing() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess second = chat.start("--name", "kate")) {
      Path log = chat.logs().resolve("kate@localhost.log");
      assertThat(second.awaitExit()).isEqualTo(ExitStatus.NAME_TAKEN);
      assertThat(second.output()).isEmpty();
      assertThat(second.errors())
          .containsExactly(
              "error: kate@localhost is already running (pid "
                  + kate.pid()
                  + "); choose another --name");
      assertThat(log).content().doesNotContain("already running");
      kate.terminate();
      kate.awaitExit();
      assertThat(kate.output()).containsExactly("ready kate@localhost");
      assertThat(kate.errors()).isEmpty();
    }
  }

  @Test
  void twoThatStartAtTheSameInstantEndInOneCluster() throws Exception {
    try (PipedProcess alex = chat.start("--name", "alex");
        PipedProcess kate = chat.start("--name", "kate", "--headless")) {
      alex.awaitOutput("ready alex@localhost");
      kate.awaitOutput("ready kate@localhost");
      alex.type("@kate hi");
      alex.awaitOutput("ok");
      kate.awaitOutput("alex@localhost: hi");
    }
  }

  @Test
  void aKilledNodeComesBackUnderItsNameAndIsReachedAtTheFirstTry() throws Exception {
    try (PipedProcess alex = chat.start("--name", "alex")) {
      alex.awaitOutput("ready alex@localhost");
      for (int i = 0; i < DEATHS; i++) {
        try (PipedProcess kate = chat.startNode("kate")) {
          alex.type("@kate hi " + i);
          alex.awaitOutput("ok");
          kate.awaitOutput("alex@localhost: hi " + i);
          kate.kill();
        }
        // The next kate starts at once: the name is free, whether or not her death is known.
      }
      for (int i = 0; i < DEATHS; i++) {
        alex.awaitError("note: kate@localhost died");
      }
      alex.type("@kate are you there?");
      alex.awaitError("error: no connection to kate@localhost");
      alex.endInput();
      assertThat(alex.awaitExit()).isEqualTo(68);
      assertThat(alex.errors())
          .filteredOn(line -> line.startsWith("error: "))
          .containsExactly("error: no connection to kate@localhost");
    }
  }
}
