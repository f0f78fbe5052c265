package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shows that nodes restore their registry when it is removed while they run. */
@Tag(DistributedTests.TAG)
@Timeout(120)
class RegistryRemovalTest {

  private static final Duration PUT_BACK = Duration.ofSeconds(5);

  @TempDir Path home;

  private final ActorTestKit testKit = ActorTestKit.create();
  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @AfterEach
  void end() {
    testKit.shutdownTestKit();
  }

  @Test
  void removedFilesAreRestoredAndTheNameStaysTaken() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess alex = chat.startNode("alex")) {
      remove("");
      assertRefused(kate); // Before the entry is restored.
      awaitPutBack(kate, "kate", ".node", ".lock");
      awaitPutBack(alex, "alex", ".node", ".lock");
      assertScriptsFind(kate, "whole directory");
      assertRefused(kate);

      remove(".lock");
      assertRefused(kate);
      awaitPutBack(kate, "kate", ".lock");
      assertScriptsFind(kate, "locks");

      remove(".sock");
      awaitSockets(2);
      assertScriptsFind(kate, "sockets");

      kate.terminate();
      kate.awaitExit();
      assertThat(kate.errors()).containsExactly("note: alex@localhost joined");
      try (PipedProcess next = chat.startNode("kate")) {
        assertScriptsFind(next, "next");
        next.terminate();
        next.awaitExit();
      }
      alex.terminate();
      alex.awaitExit();
    }
    assertThat(files("")).allMatch(file -> file.endsWith(".lock") || file.equals("id"));
  }

  @Test
  void aFailureToRestoreTheRegistryIsReported() throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      Files.move(chat.registry(), home.resolve("moved"));
      Files.createFile(chat.registry());
      kate.awaitError(
          "note: nodes and scripts of this host cannot find kate@localhost any more: cannot use the"
              + " registry "
              + chat.registry()
              + ": it is not a directory");
      Files.delete(chat.registry());
      awaitPutBack(kate, "kate", ".node");
      assertScriptsFind(kate, "again");
      kate.terminate();
      kate.awaitExit();
    }
  }

  private void assertRefused(PipedProcess bearer) throws Exception {
    try (PipedProcess second = chat.start("--name", "kate")) {
      assertThat(second.awaitExit()).isEqualTo(ExitStatus.NAME_TAKEN);
      assertThat(second.errors())
          .containsExactly(
              "error: kate@localhost is already running (pid "
                  + bearer.pid()
                  + "); choose another --name");
    }
  }

  private void assertScriptsFind(PipedProcess node, String text) throws Exception {
    try (PipedProcess send = chat.start("send", "kate", text)) {
      assertThat(send.awaitExit()).as(send.toString()).isZero();
      node.awaitOutput("send@localhost: " + text);
    }
  }

  private void awaitPutBack(PipedProcess node, String name, String... kinds) {
    List<String> files = Stream.of(kinds).map(kind -> name + "@localhost" + kind).toList();
    await(() -> assertThat(files("")).as(node.toString()).containsAll(files));
  }

  private void awaitSockets(int number) {
    await(() -> assertThat(files(".sock")).hasSize(number));
  }

  private void await(Runnable assertion) {
    testKit
        .createTestProbe()
        .awaitAssert(
            PUT_BACK,
            () -> {
              assertion.run();
              return null;
            });
  }

  private void remove(String kind) throws IOException {
    for (String file : files(kind)) {
      Files.delete(chat.registry().resolve(file));
    }
    if (kind.isEmpty()) {
      Files.delete(chat.registry());
    }
  }

  private List<String> files(String kind) {
    String[] names = chat.registry().toFile().list((directory, name) -> name.endsWith(kind));
    return names == null ? List.of() : List.of(names);
  }
}
