package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.node.NodeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryTest {

  private static final List<Fingerprint> COOKIES =
      List.of(new Fingerprint("ab12"), new Fingerprint("cd34"));

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir private Path temporary;
  private Path directory;
  private Registry registry;

  @BeforeEach
  void open() {
    directory = temporary.resolve("chat");
    registry = Registry.at(directory);
  }

  @Nested
  class Claiming {

    @Test
    void makesAnEntryThatIsStarting() {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        assertThat(registry.entries()).containsExactly(kate.entry());
        assertThat(kate.entry().name()).isEqualTo(KATE);
        assertThat(kate.entry().pid()).isEqualTo(OWN_PID);
        assertThat(kate.entry().isStarting()).isTrue();
        assertThat(kate.entry().isReady()).isFalse();
        assertThat(registry.isDead(KATE, 0)).isFalse();
        assertThat(registry.isDead(KATE, 7)).isTrue();
      }
    }

    @Test
    void waitsForAProcessThatHoldsTheRegistryForAWhile() throws Exception {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        CompletableFuture<Void> ready;
        try (LockFile held =
            LockFile.lock(directory.resolve("registry.lock"), Duration.ofSeconds(30)).get()) {
          ready = CompletableFuture.runAsync(kate::ready);

          // Longer than a question to the registry would wait.
          assertThat(ready)
              .failsWithin(Duration.ofMillis(2500))
              .withThrowableThat()
              .isInstanceOf(TimeoutException.class);
          assertThat(held).isNotNull();
        }

        ready.get(30, TimeUnit.SECONDS);
        assertThat(registry.entries())
            .singleElement()
            .satisfies(e -> assertThat(e.isReady()).isTrue());
      }
    }

    @Test
    void isRefusedWhileALivingNodeBearsTheName() {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        NodeException refusal =
            catchThrowableOfType(NodeException.class, () -> registry.claim(KATE, COOKIES));

        assertThat(refusal.reason()).isEqualTo(Reason.NAME_TAKEN);
        assertThat(refusal)
            .hasMessage(
                "kate@localhost is already running (pid " + OWN_PID + "); choose another --name");
        assertThat(registry.entries()).containsExactly(kate.entry());
      }
    }

    @Test
    void isRefusedThroughAnotherRegistryOfTheSameDirectoryToo() {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        assertThat(kate.entry().name()).isEqualTo(KATE);
        assertThat(
                catchThrowableOfType(
                        NodeException.class, () -> Registry.at(directory).claim(KATE, COOKIES))
                    .reason())
            .isEqualTo(Reason.NAME_TAKEN);
      }
    }

    @Test
    void leavesOtherNamesFree() {
      try (Claim kate = registry.claim(KATE, COOKIES);
          Claim alex = registry.claim(ALEX, COOKIES)) {
        assertThat(registry.entries()).containsExactly(alex.entry(), kate.entry());
      }
    }

    @Test
    void replacesWhatADeadNodeHasLeft() throws IOException {
      RegistryEntry dead = leaveBehind(KATE);

      try (Claim kate = registry.claim(KATE, COOKIES)) {
        assertThat(registry.entries()).containsExactly(kate.entry());
        assertThat(registry.socket(dead)).doesNotExist();
      }
    }

    @Test
    void givesEachStartASocketOfItsOwn() {
      Claim first = registry.claim(KATE, COOKIES);
      first.close();
      try (Claim second = registry.claim(KATE, COOKIES)) {
        assertThat(second.entry().socket()).isNotEqualTo(first.entry().socket());
      }
    }

    @Test
    void keepsAllFilesFromOthers() throws IOException {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        kate.publish(7, "localhost:25520");
        for (Path file : files()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.toString())
              .isEqualTo("rw-------");
        }
      }
    }

    @Test
    void isNotHinderedByACorruptEntry() throws IOException {
      Files.writeString(directory.resolve(KATE + ".node"), "rubbish");

      try (Claim kate = registry.claim(KATE, COOKIES)) {
        assertThat(registry.entries()).containsExactly(kate.entry());
      }
    }

    @Test
    void givesItsLockBackWhenItFails() throws IOException {
      // An entry that cannot be replaced.
      Path entry = Files.createDirectory(directory.resolve(KATE + ".node"));
      Path within = Files.createFile(entry.resolve("within"));
      assertThat(
              catchThrowableOfType(NodeException.class, () -> registry.claim(KATE, COOKIES))
                  .reason())
          .isEqualTo(Reason.BAD_CONFIGURATION);

      Files.delete(within);
      Files.delete(entry);

      registry.claim(KATE, COOKIES).close();
    }
  }

  @Nested
  class Publishing {

    @Test
    void letsOthersFindTheNode() {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        kate.publish(7, "localhost:25520");

        assertThat(Registry.at(directory).entries())
            .containsExactly(
                new RegistryEntry(
                    KATE, OWN_PID, 7, "localhost:25520", COOKIES, kate.entry().socket(), false));
        assertThat(registry.entries().get(0).isStarting()).isFalse();
        assertThat(registry.isDead(KATE, 7)).isFalse();
        assertThat(registry.isDead(KATE, 8)).isTrue();
        NodeName alex = NodeName.parse("alex@localhost");
        assertThat(registry.dead(Map.of(7L, KATE, 8L, KATE, 9L, alex))).containsOnly(8L, 9L);
      }
    }

    @Test
    void tellsWhenTheNodeCanBeSentTo() {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        kate.publish(7, "localhost:25520");
        kate.ready();
        assertThat(registry.entries().get(0).isReady()).isTrue();

        kate.publish(8, "localhost:25520"); // Another ActorSystem of the same node.
        assertThat(registry.entries().get(0).isReady()).isTrue();
      }
    }

    @Test
    void takesAnEntryThatDoesNotSayItForReady() throws IOException {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        Path entry = directory.resolve(KATE + ".node");
        List<String> lines =
            Files.readAllLines(entry).stream().filter(line -> !line.startsWith("ready=")).toList();
        Files.write(entry, lines);

        assertThat(registry.entries()).containsExactly(kate.entry().ready());
      }
    }

    @Test
    void isTakenBackWhenTheActorSystemEndsAndTheNameKept() {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        kate.publish(7, "localhost:25520");

        kate.retract();

        assertThat(registry.isDead(KATE, 7)).isTrue();
        assertThat(registry.entries())
            .singleElement()
            .satisfies(entry -> assertThat(entry.isStarting()).isTrue());
      }
    }

    @Test
    void letsOthersCallTheNodeByItsFullAndItsShortName() {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        assertThat(kate.entry().isCalled("kate@localhost")).isTrue();
        assertThat(kate.entry().isCalled("kate")).isTrue();
        assertThat(kate.entry().isCalled("localhost")).isFalse();
        assertThat(kate.entry().isCalled("kate@example.org")).isFalse();
      }
    }

    @Test
    void keepsThatANodeHasNoCookie() {
      try (Claim kate = registry.claim(KATE, List.of())) {
        assertThat(registry.entries()).containsExactly(kate.entry());
      }
    }

    @Test
    void doesNotListAnEntryThatNamesAnotherNode() throws IOException {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        assertThat(kate.entry().name()).isEqualTo(KATE);
        RegistryEntry.starting(ALEX, COOKIES).write(directory.resolve(KATE + ".node"));

        assertThat(registry.entries()).isEmpty();
      }
    }

    @Test
    void keepsANegativeIncarnation() {
      // Akka's uid is an unsigned number in a signed long.
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        kate.publish(-7, "localhost:25520");

        assertThat(registry.isDead(KATE, -7)).isFalse();
      }
    }
  }

  @Nested
  class Closing {

    @Test
    void freesTheName() {
      registry.claim(KATE, COOKIES).close();

      assertThat(registry.entries()).isEmpty();
      assertThat(registry.isDead(KATE, 7)).isTrue();
      registry.claim(KATE, COOKIES).close();
    }

    @Test
    void removesTheEntryAndTheSocket() throws IOException {
      Claim kate = registry.claim(KATE, COOKIES);
      Files.createFile(registry.socket(kate.entry()));

      kate.close();

      assertThat(files()).allMatch(file -> file.toString().endsWith(".lock"));
    }

    @Test
    void twiceLeavesTheNextOwnersFilesAndLock() throws IOException {
      Claim first = registry.claim(KATE, COOKIES);
      first.close();
      try (Claim second = registry.claim(KATE, COOKIES)) {
        Files.createFile(registry.socket(second.entry()));

        first.close();

        assertThat(registry.entries()).containsExactly(second.entry());
        assertThat(registry.socket(second.entry())).exists();
        assertThat(
                catchThrowableOfType(NodeException.class, () -> registry.claim(KATE, COOKIES))
                    .reason())
            .isEqualTo(Reason.NAME_TAKEN);
      }
    }
  }

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

      assertThat(registry.isDead(KATE, 7)).isTrue();
      assertThat(registry.socket(dead)).doesNotExist();
    }

    @Test
    void areNoneInANewRegistry() {
      assertThat(registry.entries()).isEmpty();
      assertThat(registry.isDead(KATE, 7)).isTrue();
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
        assertThat(registry.isDead(KATE, 7)).isFalse();
        assertThat(registry.entries()).isEmpty();
        Files.delete(entry);
        assertThat(registry.isDead(KATE, 7)).isFalse();
      }
    }
  }

  @Nested
  class Joining {

    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void isForOneThreadAtATime() throws Exception {
      LockFile first = registry.lockJoining(Duration.ofSeconds(30));
      CompletableFuture<LockFile> second =
          CompletableFuture.supplyAsync(() -> registry.lockJoining(Duration.ofSeconds(30)));
      NodeException third =
          catchThrowableOfType(
              NodeException.class, () -> Registry.at(directory).lockJoining(SHORT));
      assertThat(third.reason()).isEqualTo(Reason.FAILED);
      assertThat(third)
          .hasMessageStartingWith("another node has been starting for")
          .hasMessageContaining(directory.toString());
      assertThat(second).isNotDone();

      first.close();

      second.get(30, TimeUnit.SECONDS).close();
    }

    @Test
    void hindersNobodyFromReadingOrClaiming() {
      try (LockFile turn = registry.lockJoining(SHORT);
          Claim kate = registry.claim(KATE, COOKIES)) {
        assertThat(turn).isNotNull();
        assertThat(registry.entries()).containsExactly(kate.entry());
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

  // What a node leaves whose process was killed: the entry and the socket, and nobody has the lock.
  private RegistryEntry leaveBehind(NodeName name) throws IOException {
    Claim claim = registry.claim(name, COOKIES);
    claim.publish(7, "localhost:25520");
    Path entry = directory.resolve(name + ".node");
    String content = Files.readString(entry);
    claim.close();
    Files.writeString(entry, content);
    Files.createFile(registry.socket(claim.entry()));
    return claim.entry();
  }

  private static Path where(Registry registry) {
    return registry.socket(RegistryEntry.starting(KATE, COOKIES)).getParent();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
