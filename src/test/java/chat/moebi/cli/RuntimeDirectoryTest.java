package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.cookie.CookieFile;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes and scripts of a user without {@code XDG_RUNTIME_DIR}. The user has a number that no other
 * user has, so the directories in {@code /tmp} and {@code /run/user} are the test's own.
 */
@Tag(DistributedTests.TAG)
class RuntimeDirectoryTest {

  private static final Path SESSIONS = Path.of("/run/user");

  @TempDir Path directory;

  private final int uid = ThreadLocalRandom.current().nextInt(1_000_000, 2_000_000);
  private final Path temporary = Path.of("/tmp/chat-" + uid);
  private final Path session = SESSIONS.resolve(Integer.toString(uid));
  private final Map<String, String> noRuntimeDirectory = Map.of();
  private final Map<String, String> inSession = Map.of("XDG_RUNTIME_DIR", session.toString());

  private Path jar;
  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    String built = System.getProperty("chat.test.jar", "");
    assumeTrue(!built.isEmpty(), "needs the built jar");
    jar = Files.copy(Path.of(built), directory.resolve("chat.jar"));
    Path home = Files.createDirectory(directory.resolve("home"));
    chat = new ChatProgram(home);
    CookieFile.readOwn(chat.environment());
    giveAway(directory);
  }

  @AfterEach
  void removeTheDirectories() throws IOException {
    for (Path path : List.of(temporary, session)) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        walk(path, Files::delete);
      }
    }
  }

  @Test
  void nodesAndScriptsMeetWithoutASessionAndAcrossItsBegin() throws Exception {
    try (PipedProcess alex = start(noRuntimeDirectory, "--name", "alex")) {
      alex.awaitOutput("ready alex@localhost");
      assertThat(Files.getAttribute(temporary, "unix:uid")).isEqualTo(uid);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary)))
          .isEqualTo("rwx------");

      logIn();
      try (PipedProcess kate = start(inSession, "--name", "kate")) {
        kate.awaitOutput("ready kate@localhost");
        alex.type("@kate hi");
        alex.awaitOutput("ok");
        kate.awaitOutput("alex@localhost: hi");
        assertThat(session.resolve("chat/kate@localhost.node")).exists();

        send(noRuntimeDirectory, "kate", "from cron");
        kate.awaitOutput("send@localhost: from cron");
        send(inSession, "alex", "from the session");
        alex.awaitOutput("send@localhost: from the session");

        try (PipedProcess second = start(inSession, "--name", "alex")) {
          assertThat(second.awaitExit()).isEqualTo(ExitStatus.NAME_TAKEN);
        }
      }
    }
  }

  @Test
  void aDirectoryThatIsNotTheUsersIsNotUsed() throws Exception {
    Path trap = Files.createDirectory(directory.resolve("trap"));
    giveAway(trap);
    Files.createSymbolicLink(temporary, trap); // It belongs to root.
    try (PipedProcess alex = start(noRuntimeDirectory, "--name", "alex");
        PipedProcess kate = start(noRuntimeDirectory, "--name", "kate")) {
      alex.awaitOutput("ready alex@localhost");
      kate.awaitOutput("ready kate@localhost");
      alex.type("@kate hi");
      alex.awaitOutput("ok");
      send(noRuntimeDirectory, "kate", "from cron");
      kate.awaitOutput("send@localhost: from cron");
    }
    assertThat(trap).isEmptyDirectory();
  }

  @Test
  void withoutADirectoryOfTheUsersTheNodeReportsWhy() throws Exception {
    Map<String, String> noHome = Map.of("HOME", "", "XDG_STATE_HOME", "");
    String[] node = {"--name", "alex", "--cookie", "c".repeat(40)};

    Files.createSymbolicLink(temporary, directory.resolve("home"));
    try (PipedProcess alex = start(noHome, node)) {
      assertThat(alex.awaitExit()).isEqualTo(ExitStatus.BAD_CONFIGURATION);
      assertThat(alex.errors())
          .anyMatch(line -> line.contains(temporary + ": it is not a directory"));
    }
    Files.delete(temporary);
    Files.createDirectory(temporary); // It belongs to root.
    try (PipedProcess alex = start(noHome, node)) {
      assertThat(alex.awaitExit()).isEqualTo(ExitStatus.BAD_CONFIGURATION);
      assertThat(alex.errors())
          .anyMatch(line -> line.contains(temporary + ": it belongs to another user"));
    }
    assertThat(temporary).isEmptyDirectory();
  }

  private void send(Map<String, String> environment, String node, String text) throws Exception {
    try (PipedProcess script = start(environment, "send", node, text)) {
      assertThat(script.awaitExit()).as("%s", script).isEqualTo(ExitStatus.OK);
    }
  }

  private PipedProcess start(Map<String, String> more, String... arguments) throws IOException {
    String user = Integer.toString(uid);
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups"));
    for (String word : chat.command(arguments)) {
      command.add(word.equals(System.getProperty("chat.test.jar")) ? jar.toString() : word);
    }
    Map<String, String> environment = chat.environment();
    environment.remove("XDG_RUNTIME_DIR");
    environment.putAll(more);
    return PipedProcess.start(command, environment);
  }

  private void logIn() throws IOException {
    Files.createDirectories(SESSIONS);
    Files.createDirectory(
        session,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    giveAway(session);
  }

  private void giveAway(Path root) throws IOException {
    walk(
        root,
        path -> {
          Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
        });
  }

  @FunctionalInterface
  private interface Action {
    void run(Path path) throws IOException;
  }

  /** Runs an action for each file and then for its directory. */
  private static void walk(Path root, Action action) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            action.run(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            action.run(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
