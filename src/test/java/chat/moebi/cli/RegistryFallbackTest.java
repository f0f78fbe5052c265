package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows where the nodes of a user without {@code XDG_RUNTIME_DIR} register. A mount namespace has
 * its own {@code /run/user} and {@code /tmp}; the home of the test is at {@code /mnt} in it.
 */
@Tag(DistributedTests.TAG)
class RegistryFallbackTest {

  private static final String MOUNTS =
      "mount --bind \"$HOME\" /mnt && mount -t tmpfs tmpfs /run/user && mount -t tmpfs tmpfs /tmp"
          + " && mkdir -m 700 /mnt/home && export HOME=/mnt/home";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
    assumeTrue(
        !Path.of("").toAbsolutePath().startsWith("/tmp"), "needs a project that is not in /tmp");
    try (PipedProcess probe = inOwnMounts("true")) {
      assumeTrue(probe.awaitExit() == 0, "needs mount namespaces: root, and util-linux installed");
    }
    assertThat(home.resolve("home").toFile().delete()).isTrue();
  }

  @Test
  void nodesAndScriptsMeetInTmpWhereThereIsNoSession() throws Exception {
    meetIn("/tmp/chat-0", "");
  }

  @Test
  void nodesAndScriptsMeetInTheDirectoryOfTheSession() throws Exception {
    meetIn("/run/user/0/chat", "mkdir -m 700 /run/user/0; ");
  }

  private void meetIn(String registry, String preparation) throws Exception {
    String node = "\"$@\" --name kate --headless";
    String script =
        preparation
            + "umask 0; "
            + node
            + " & kate=$!; "
            + "until [ -e "
            + registry
            + "/kate@localhost.node ] && \"$@\" send kate hi; do kill -0 $kate || exit 1; done; "
            + "stat -c %a:%u "
            + registry
            + "; \"$@\" nodes; kill $kate; wait $kate; echo ended $?";
    try (PipedProcess run = inOwnMounts(script)) {
      run.awaitOutput("ready kate@localhost");
      run.awaitOutput("send@localhost: hi");
      run.awaitOutput("700:0");
      run.awaitOutput("ended 143");
      assertThat(run.output()).anyMatch(line -> line.startsWith("kate@localhost "));
      assertThat(run.awaitExit()).isZero();
    }
  }

  @Test
  void aLinkAndAnotherUsersDirectoryInTmpAreNotUsed() throws Exception {
    // Without a directory of the session, and without a home for the fallback of the fallback.
    String start = "HOME= \"$@\" --name kate --headless --cookie " + "c".repeat(40) + "; echo $?; ";
    String script =
        "mkdir -m 700 /tmp/target; ln -s /tmp/target /tmp/chat-0; "
            + start
            + "rm /tmp/chat-0; mkdir -m 700 /tmp/chat-0; chown 12345 /tmp/chat-0; "
            + start
            + "ls -A /tmp/target /tmp/chat-0";
    try (PipedProcess run = inOwnMounts(script)) {
      run.awaitOutput("78");
      run.awaitOutput("78");
      assertThat(run.awaitExit()).isZero();
      assertThat(run.output()).containsExactly("78", "78", "/tmp/chat-0:", "", "/tmp/target:");
      assertThat(run.errors())
          .anyMatch(line -> line.contains("/tmp/chat-0: it is not a directory"))
          .anyMatch(line -> line.contains("/tmp/chat-0: it belongs to another user"));
    }
  }

  /** Runs a shell script whose arguments are the command of the program. */
  private PipedProcess inOwnMounts(String script) throws Exception {
    List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
    command.add(MOUNTS + " || exit 1; " + script);
    command.add("sh");
    List<String> program = new ArrayList<>(chat.command());
    program.add(1, "-Duser.home=?"); // HOME alone says where the home is, never the user database.
    for (String word : program) {
      command.add(word.replace(home.toString(), "/mnt"));
    }
    return PipedProcess.start(
        command,
        Map.of("PATH", System.getenv("PATH"), "HOME", home.toString(), "LC_ALL", "C.UTF-8"));
  }
}
