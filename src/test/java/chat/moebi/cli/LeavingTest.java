package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.FunctionJar;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.HangAtExit;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that nodes leave in time, in whatever way they are told to. */
@Tag(DistributedTests.TAG)
class LeavingTest {

  /** The promised 5 s, and a reserve for a busy machine. */
  private static final Duration IN_TIME = Duration.ofSeconds(6);

  /** Longer than the 4.3 s after which a node that hangs ends without this setting. */
  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(6);

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  private interface Order {
    void to(PipedProcess node) throws Exception;
  }

  @Test
  void theOthersSeeANodeLeaveInWhateverWayItIsTold() throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      leave(kate, "quitter", node -> node.type("/quit"), 0);
      leave(kate, "eof", PipedProcess::endInput, 0);
      leave(kate, "term", PipedProcess::terminate, 143);
      leave(kate, "int", node -> node.signal("INT"), 130);
      leave(kate, "hup", node -> node.signal("HUP"), 129);
      kate.terminate();
      kate.awaitExit();
      assertThat(kate.errors()).noneMatch(line -> line.contains("died") || line.contains("reach"));
    }
    try (var left = Files.list(chat.registry())) {
      assertThat(left).allMatch(file -> file.toString().matches(".*(\\.lock|/id)"));
    }
  }

  private void leave(PipedProcess observer, String name, Order order, int status) throws Exception {
    try (PipedProcess node = chat.start("--name", name)) {
      node.awaitOutput("ready " + name + "@localhost");
      order.to(node);
      assertThat(node.awaitExit(IN_TIME)).isEqualTo(status);
      observer.awaitError("note: " + name + "@localhost left");
    }
  }

  @Test
  void aNodeLeavesInTimeThoughTheOtherIsFrozen() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess alex = chat.startNode("alex")) {
      kate.signal("STOP");
      alex.terminate();
      assertThat(alex.awaitExit(IN_TIME)).isEqualTo(143);
    }
  }

  @Test
  void aNodeEndsInTimeThoughSomethingInItsProcessHangs() throws Exception {
    Path functions = home.resolve("functions");
    FunctionJar.write(functions, HangAtExit.class);
    endWhileSomethingHangs(functions, node -> node.type("/quit"), 0);
    endWhileSomethingHangs(functions, PipedProcess::terminate, 143);
  }

  private void endWhileSomethingHangs(Path functions, Order order, int status) throws Exception {
    Path config =
        Files.writeString(
            home.resolve("end.conf"), "chat.leave-timeout = " + LEAVE_TIMEOUT.toSeconds() + " s");
    try (PipedProcess kate =
        chat.start(
            "--name", "kate", "--functions", functions.toString(), "--config", config.toString())) {
      kate.awaitOutput("ready kate@localhost");
      kate.type("/task kate hang_at_exit");
      kate.awaitOutput("ok");
      long since = System.nanoTime();
      order.to(kate);
      assertThat(kate.awaitExit()).isEqualTo(status);
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(LEAVE_TIMEOUT);
    }
  }

  @Test
  void aNodeThatIsToldToEndWhileItJoinsLeavesNothingBehind() throws Exception {
    endWhileJoining(PipedProcess::terminate, 143);
  }

  @Test
  void aNodeThatIsKilledWhileItJoinsIsForgotten() throws Exception {
    endWhileJoining(PipedProcess::kill, 137);
  }

  private void endWhileJoining(Order order, int status) throws Exception {
    try (PipedProcess alex = chat.start("--name", "alex")) {
      alex.awaitOutput("ready alex@localhost");
      try (PipedProcess kate = chat.start("--name", "kate", "--headless")) {
        awaitJoining("kate@localhost");
        order.to(kate);
        assertThat(kate.awaitExit(IN_TIME)).isEqualTo(status);
      }
      // The other node may or may not have seen it; either way it is soon gone.
      awaitOnly(alex, "alex@localhost self");
      try (PipedProcess kate = chat.startNode("kate")) {
        alex.type("@kate hi");
        alex.awaitOutput("ok");
        kate.awaitOutput("alex@localhost: hi");
      }
    }
  }

  // Its registry entry has an incarnation just before it joins.
  private void awaitJoining(String name) throws Exception {
    Path entry = chat.registry().resolve(name + ".node");
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      chat.registry().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(entry) || Files.readString(entry).contains("incarnation=0")) {
        WatchKey key = watch.poll(PipedProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(key).isNotNull();
        key.pollEvents();
        key.reset();
      }
    }
  }

  private static void awaitOnly(PipedProcess node, String line) throws Exception {
    long deadline = System.nanoTime() + PipedProcess.PATIENCE.toNanos();
    List<String> nodes;
    do {
      int before = node.output().size();
      node.type("/nodes");
      node.type("@" + line.split(" ")[0] + " that was all");
      node.awaitOutput("ok");
      nodes = node.output().subList(before, node.output().size() - 2);
    } while (!nodes.equals(List.of(line)) && System.nanoTime() < deadline);
    assertThat(nodes).containsExactly(line);
  }

  @Test
  void logsGoToABoundedFileOfTheirOwnAndNowhereElse() throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      kate.terminate();
      kate.awaitExit();
      assertThat(kate.output()).containsExactly("ready kate@localhost");
      assertThat(kate.errors()).isEmpty();
      assertThat(chat.logs().resolve("kate@localhost.log")).content().contains("Artery tls-tcp");
    }
  }

  @Test
  void aLogThatIsFullIsBegunAnewAndFewFormerOnesAreKept() throws Exception {
    Path logs = home.resolve("elsewhere");
    Path config =
        Files.writeString(
            home.resolve("log.conf"),
            """
            chat.log { level = debug, file-size = 64 KiB, former-files = 1, directory = "%s" }
            """
                .formatted(logs));
    try (PipedProcess kate = chat.start("--name", "kate", "--config", config.toString())) {
      kate.awaitOutput("ready kate@localhost");
      Path log = logs.resolve("kate@localhost.log");
      Path former = logs.resolve("kate@localhost.log.1");
      FileTime first = null;
      FileTime last = null;
      // Each crash is logged with its stack trace, until the former log is replaced once, too.
      for (int i = 0; last == null || last.equals(first); i++) {
        assertThat(i).as("crashes without a new log").isLessThan(300);
        kate.type("/task kate crash " + i);
        kate.awaitError("error: the task on kate@localhost failed: " + i);
        last = timeOf(former);
        if (first == null) {
          first = last;
        }
      }
      // A running node may replace these files meanwhile.
      kate.terminate();
      assertThat(kate.awaitExit()).isEqualTo(143);
      assertThat(Files.size(log)).isLessThan(80 * 1024);
      assertThat(Files.size(former)).isBetween(64L * 1024, 80L * 1024);
      assertThat(logs.toFile().list())
          .containsExactlyInAnyOrder("kate@localhost.log", "kate@localhost.log.1");
      assertThat(chat.logs()).doesNotExist();
    }
  }

  /** Returns null without such a file, as between the deletion of a log and its replacement. */
  private static FileTime timeOf(Path file) throws Exception {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
