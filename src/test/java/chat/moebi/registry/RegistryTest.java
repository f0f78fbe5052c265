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
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RegistryTest extends RegistryTestBase {

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
        assertThat(registry.dead(Map.of(0L, KATE))).isEmpty();
        assertThat(registry.dead(Map.of(7L, KATE))).isNotEmpty();
      }
    }

    @Test
    void waitsForAProcessThatHoldsTheRegistryForAWhile() throws Exception {
      try (Claim kate = registry.claim(KATE, COOKIES)) {
        CompletableFuture<Void> ready;
        try (LockFile held =
            LockFile.lock(directory.resolve("registry.lock"), Duration.ofSeconds(30)).get()) {
          ready = CompletableFuture.runAsync(kate::ready);

          // Longer than a read of the registry would wait.
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
        assertThat(registry.dead(Map.of(7L, KATE))).isEmpty();
        assertThat(registry.dead(Map.of(8L, KATE))).isNotEmpty();
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
    void takesAnEntryWithoutTheFieldAsReady() throws IOException {
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

        assertThat(registry.dead(Map.of(7L, KATE))).isNotEmpty();
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
    void keepsAnEntryWithoutACookie() {
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

        assertThat(registry.dead(Map.of(-7L, KATE))).isEmpty();
      }
    }
  }

  @Nested
  class Closing {

    @Test
    void freesTheName() {
      registry.claim(KATE, COOKIES).close();

      assertThat(registry.entries()).isEmpty();
      assertThat(registry.dead(Map.of(7L, KATE))).isNotEmpty();
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
    void letsOthersReadAndClaim() {
      try (LockFile turn = registry.lockJoining(SHORT);
          Claim kate = registry.claim(KATE, COOKIES)) {
        assertThat(turn).isNotNull();
        assertThat(registry.entries()).containsExactly(kate.entry());
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
