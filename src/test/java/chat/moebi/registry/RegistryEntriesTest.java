package chat.moebi.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries of a registry, and the directories that it takes. */
class RegistryEntriesTest extends RegistryTestBase {

  @Nested
  class Entries {

    @Test
    void areSortedByName() {
      List<Claim> claims =
          Stream.of("moebi@localhost", "kate@localhost", "alex@localhost", "kate@127.0.0.1")
              .map(name -> registry.claim(NodeName.parse(name), COOKIES))
              .toList();
      try {
        assertThat(registry.entries())
            .extracting(entry -> entry.name().toString())
            .containsExactly(
                "alex@localhost", "kate@127.0.0.1", "kate@localhost", "moebi@localhost");
      } finally {
        claims.forEach(Claim::close);
      }
    }

    @Test
    void ofDeadNodesAreRemovedWithTheirSockets() throws IOException {
      RegistryEntry dead = leaveBehind(KATE);
      try (Claim alex = registry.claim(ALEX, COOKIES)) {
        assertThat(registry.entries()).containsExactly(alex.entry());
      }
      assertThat(registry.socket(dead)).doesNotExist();
      assertThat(directory.resolve(KATE + ".node")).doesNotExist();
    }

    @Test
    void ofADeadNodeAreNotLiving() throws IOException {
      RegistryEntry dead = leaveBehind(KATE);

      assertThat(registry.dead(Map.of(7L, KATE))).isNotEmpty();
      assertThat(registry.socket(dead)).doesNotExist();
    }

    @Test
    void areReadWithoutAWaitByTheCallerAndInTwoReadsForAnyNumberOfCalls() throws Exception {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        List<CompletableFuture<List<RegistryEntry>>> reads;
        try (LockFile held =
            LockFile.lock(directory.resolve("registry.lock"), Duration.ofSeconds(30)).get()) {
          reads = Stream.generate(registry::read).limit(100).toList();

          assertThat(held.isInPlace()).isTrue();
          assertThat(reads).noneMatch(CompletableFuture::isDone);
          assertThat(readers()).hasSizeBetween(1, 2);
        }
        for (CompletableFuture<List<RegistryEntry>> read : reads) {
          assertThat(read.get(30, TimeUnit.SECONDS)).containsExactly(kate.entry());
        }
      }
    }

    private static List<Thread> readers() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("registry-reader"))
          .toList();
    }

    @Test
    void areNoneInANewRegistry() {
      assertThat(registry.entries()).isEmpty();
      assertThat(registry.dead(Map.of(7L, KATE))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "rubbish",
          "name=kate@localhost",
          "name=ka te\npid=1\nincarnation=1\naddress=localhost\\:1\nsocket=1.sock",
          "name=kate@localhost\npid=x\nincarnation=1\naddress=localhost\\:1\nsocket=1.sock",
          "name=kate@localhost\npid=1\nincarnation=x\naddress=localhost\\:1\nsocket=1.sock",
          "name=\\u00"
        })
    void thatAreCorruptAreRemovedLikeThoseOfTheDead(String content) throws IOException {
      Path entry = Files.writeString(directory.resolve("kate@localhost.node"), content);

      assertThat(registry.entries()).isEmpty();
      assertThat(entry).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "name=kate@localhost\npid=1\nincarnation=1\nsocket=1.sock",
          "name=kate@localhost\npid=1\nincarnation=1\naddress=localhost\\:1"
        })
    void thatLackALineAreCorrupt(String content) throws IOException {
      Path entry = Files.writeString(directory.resolve("kate@localhost.node"), content);

      assertThat(registry.entries()).isEmpty();
      assertThat(entry).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/some/file", "../file", "..", "", "file", "a/b.sock", "../b.sock"})
    void whoseSocketIsNoPlainNameLeadToNoFile(String socket) throws IOException {
      Path outside = Files.createFile(temporary.resolve("file"));
      Path inside = Files.createFile(directory.resolve("file"));
      String content = "name=kate@localhost\npid=1\nincarnation=1\naddress=localhost:1\ncookies=\n";
      for (String path : List.of(socket, outside.toString())) {
        Path entry = directory.resolve("kate@localhost.node");
        Files.writeString(entry, content + "socket=" + path);

        assertThat(registry.entries()).isEmpty();

        assertThat(entry).doesNotExist();
        assertThat(outside).exists();
        assertThat(inside).exists();
      }
    }

    @Test
    void thatAreLinksAreNotFollowed() throws IOException {
      RegistryEntry dead = leaveBehind(KATE);
      Path entry = directory.resolve("kate@localhost.node");
      Path outside = Files.move(entry, temporary.resolve("outside"));
      Files.createSymbolicLink(entry, outside);

      assertThat(registry.entries()).isEmpty();

      assertThat(entry).doesNotExist();
      assertThat(outside).exists();
      assertThat(registry.socket(dead)).exists();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseLockIsNoFileHinderNoOthersAndAreKept(boolean isLink) throws IOException {
      try (Claim alex = registry.claim(ALEX, COOKIES)) {
        RegistryEntry kate = leaveBehind(KATE);
        Path lock = directory.resolve("kate@localhost.lock");
        Path outside = Files.move(lock, temporary.resolve("outside"));
        if (isLink) {
          Files.createSymbolicLink(lock, outside);
        } else {
          Files.createDirectory(lock);
        }

        assertThat(registry.entries()).containsExactly(alex.entry(), kate);
      }
    }

    @Test
    void areNotReadInADirectoryThatIsOthersNow() throws IOException {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
      assertThat(catchThrowableOfType(NodeException.class, registry::entries).reason())
          .isEqualTo(Reason.BAD_CONFIGURATION);
    }

    @Test
    void thatAreNoTextAreCorrupt() throws IOException {
      Path entry = Files.write(directory.resolve("kate@localhost.node"), new byte[] {(byte) 0xff});

      assertThat(registry.entries()).isEmpty();
      assertThat(entry).doesNotExist();
    }

    @Test
    void thatAreGoneOrCorruptDoNotMakeALivingNodeADeadOne() throws IOException {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        kate.publish(7, "localhost:25520");
        Path entry = directory.resolve(KATE + ".node");
        Files.writeString(entry, "");
        assertThat(registry.dead(Map.of(7L, KATE))).isEmpty();
        assertThat(registry.entries()).isEmpty();
        Files.delete(entry);
        assertThat(registry.dead(Map.of(7L, KATE))).isEmpty();
      }
    }
  }

  @Nested
  class At {

    @Test
    void makesADirectoryForTheUserAlone() throws IOException {
      assertThat(Files.getPosixFilePermissions(directory))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void hasAnIdThatNoOtherDirectoryHas() {
      assertThat(Registry.at(directory).id()).isEqualTo(registry.id());
      assertThat(Registry.at(temporary.resolve("other")).id()).isNotEqualTo(registry.id());
    }

    @Test
    void takesADirectoryThatIsThere() {
      assertThat(where(Registry.at(directory))).isEqualTo(directory);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"rwx---r--", "rwx----w-", "rwx-----x", "rwxr-----", "rwx-w----", "rwx--x---"})
    void refusesADirectoryThatIsOpenToOthers(String permissions) throws IOException {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));

      NodeException refusal = refusal(directory);

      assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal)
          .hasMessage(
              "cannot use the registry "
                  + directory
                  + ": others can reach into it; type: chmod 700 "
                  + directory);
    }

    @Test
    void refusesASymbolicLinkEvenToAPrivateDirectory() throws IOException {
      Path link = Files.createSymbolicLink(temporary.resolve("link"), directory);

      assertThat(refusal(link).reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal(link)).hasMessageEndingWith("it is not a directory");
    }

    @Test
    void refusesAPlainFile() throws IOException {
      Path file = Files.createFile(temporary.resolve("file"));

      assertThat(refusal(file).reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal(file)).hasMessageEndingWith("it is not a directory");
    }

    @Test
    void refusesADirectoryThatCannotBeMade() {
      Path nowhere = temporary.resolve("nowhere/chat");

      assertThat(refusal(nowhere).reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal(nowhere))
          .hasMessageEndingWith("it cannot be made (NoSuchFile " + nowhere.getParent() + ")");
    }

    private NodeException refusal(Path path) {
      return catchThrowableOfType(NodeException.class, () -> Registry.at(path));
    }
  }

  @Nested
  class OfUser {

    @Test
    void isInTheRuntimeDirectory() {
      Registry ofUser = Registry.ofUser(Map.of("XDG_RUNTIME_DIR", temporary.toString()));

      assertThat(where(ofUser)).isEqualTo(temporary.resolve("chat"));
    }

    @Test
    void takesAnEmptyVariableForNone() {
      Registry ofUser = Registry.ofUser(Map.of("XDG_RUNTIME_DIR", ""));

      assertThat(where(ofUser)).isAbsolute();
      assertThat(where(ofUser)).isEqualTo(where(Registry.ofUser(Map.of())));
    }
  }

  private static Path where(Registry registry) {
    return registry.socket(RegistryEntry.starting(KATE, COOKIES)).getParent();
  }
}
