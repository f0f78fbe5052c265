package chat.moebi.cli;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.FunctionJar;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Fatal;
import example.Dice;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a user's own function from a jar in {@code --functions DIR}. */
@Tag(DistributedTests.TAG)
class OwnFunctionsTest {

  @TempDir Path home;
  @TempDir Path directory;
  private ChatProgram chat;
  private final Queue<WatchEvent.Kind<?>> seen = new ArrayDeque<>();

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void areRunByOtherNodesThatDoNotHaveThem() throws Exception {
    FunctionJar.write(directory, Dice.class);
    try (PipedProcess kate =
            chat.start("--name", "kate", "--headless", "--functions", directory.toString());
        PipedProcess alex = chat.start("--name", "alex")) {
      kate.awaitOutput("ready kate@localhost");
      alex.awaitOutput("ready alex@localhost");
      alex.type("/task kate dice 1");
      alex.awaitOutput("1");
      alex.type("/task kate dice six");
      alex.awaitError("error: dice cannot take \"six\"; write dice SIDES");
      alex.type("/task kate dice");
      alex.awaitError("error: dice cannot take \"\"; write dice SIDES");
      alex.type("/task alex dice 6");
      alex.awaitError(
          "error: alex@localhost has no function dice; it has:"
              + " crash, echo, greet, say_name, sleep, system");
      alex.type("/spawn kate foo");
      alex.awaitError(
          "error: kate@localhost has no function foo; it has:"
              + " crash, dice, echo, greet, say_name, sleep, system");
      alex.endInput();
      assertThat(alex.awaitExit()).isEqualTo(2); // The status of the first line that failed.
      assertThat(kate.errors()).allMatch(line -> line.startsWith("note: "));
    }
  }

  @Test
  void showNoStackTraceThoughTheyEndTheActorSystem() throws Exception {
    FunctionJar.write(directory, Fatal.class);
    try (PipedProcess kate = chat.start("--name", "kate", "--functions", directory.toString())) {
      kate.awaitOutput("ready kate@localhost");
      kate.type("/task kate fatal");
      kate.awaitError("note: the connection to the cluster was lost; rejoining");
      kate.awaitError("note: back, alone");
      kate.endInput();
      kate.awaitExit();
      assertThat(kate.errors()).allMatch(line -> line.matches("(note|error): .*"));
      assertThat(kate.output()).containsExactly("ready kate@localhost");
      assertThat(Files.readString(chat.logs().resolve("kate@localhost.log")))
          .contains("a fatal error of the test");
    }
  }

  @Test
  void theReadyFileIsGoneWhileTheNodeRejoins() throws Exception {
    FunctionJar.write(directory, Fatal.class);
    Path watched = Files.createDirectory(home.resolve("watched"));
    Path file = watched.resolve("ready");
    Path config =
        Files.writeString(home.resolve("ready.conf"), "chat.ready-file = \"" + file + "\"");
    try (WatchService changes = FileSystems.getDefault().newWatchService();
        PipedProcess kate =
            chat.start(
                "--name",
                "kate",
                "--functions",
                directory.toString(),
                "--config",
                config.toString())) {
      watched.register(changes, ENTRY_CREATE, ENTRY_DELETE);
      kate.awaitOutput("ready kate@localhost");
      assertThat(next(changes)).isEqualTo(ENTRY_CREATE);
      kate.type("/task kate fatal");
      kate.awaitError("note: the connection to the cluster was lost; rejoining");
      assertThat(next(changes)).isEqualTo(ENTRY_DELETE);
      kate.awaitError("note: back, alone");
      assertThat(next(changes)).isEqualTo(ENTRY_CREATE);
      assertThat(file).isEmptyFile();
      kate.terminate();
      assertThat(kate.awaitExit()).isEqualTo(143);
      assertThat(next(changes)).isEqualTo(ENTRY_DELETE);
      assertThat(file).doesNotExist();
    }
  }

  /** Returns what happened to the file next. */
  private WatchEvent.Kind<?> next(WatchService changes) throws InterruptedException {
    while (seen.isEmpty()) {
      WatchKey key = changes.poll(PipedProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(key).as("a change of the ready file").isNotNull();
      key.pollEvents().forEach(event -> seen.add(event.kind()));
      key.reset();
    }
    return seen.remove();
  }

  @Test
  void areRefusedBeforeTheNodeStartsIfTheyCannotBeLoaded() throws Exception {
    try (PipedProcess missing =
        chat.start("--name", "kate", "--functions", directory.resolve("none").toString())) {
      assertThat(missing.awaitExit()).isEqualTo(78);
      assertThat(missing.errors())
          .containsExactly(
              "error: cannot read the functions in "
                  + directory.resolve("none")
                  + ": it is no readable directory");
    }
    FunctionJar.write(directory.resolve("bad"), Dice.Sides.class);
    try (PipedProcess bad =
        chat.start("--name", "kate", "--functions", directory.resolve("bad").toString())) {
      assertThat(bad.awaitExit()).isEqualTo(78);
      assertThat(bad.errors())
          .singleElement()
          .asString()
          .startsWith("error: cannot load a function: ")
          .contains("example.Dice$Sides");
    }
  }
}
