package chat.moebi.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The claim of a running node whose files are removed. */
@Timeout(60)
class RemovedRegistryTest {

  private static final List<Fingerprint> COOKIES = List.of(new Fingerprint("ab12"));
  private static final NodeName KATE = NodeName.parse("kate@localhost");

  @TempDir private Path temporary;
  private Path directory;
  private Registry registry;
  private Claim kate;
  private final List<Path> bound = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void claim() throws IOException {
    directory = temporary.resolve("chat");
    registry = Registry.at(directory);
    kate = registry.claim(KATE, COOKIES);
    kate.publish(7, "localhost:25520");
    kate.ready();
    kate.listen(
        path -> {
          Files.createFile(path);
          bound.add(path);
        });
  }

  @AfterEach
  void close() {
    kate.close();
  }

  @Test
  void aClaimWhoseFilesAreInPlaceChangesNothing() {
    assertThat(kate.isWhole()).isTrue();
    kate.restore(notes::add);
    assertThat(bound).hasSize(1);
    assertThat(notes).isEmpty();
  }

  @Test
  void theDirectoryIsPutBackWithEntryLockSocketAndId() throws IOException {
    String id = registry.id();
    remove("*");
    Files.delete(directory);
    assertThat(kate.isWhole()).isFalse();

    kate.restore(notes::add);

    assertThat(kate.isWhole()).isTrue();
    assertThat(notes).isEmpty();
    assertThat(Registry.at(directory).entries()).containsExactly(kate.entry());
    assertThat(kate.entry().isReady()).isTrue();
    assertThat(registry.socket(kate.entry())).exists();
    assertThat(Registry.at(directory).id()).isEqualTo(id);
    assertThat(registry.dead(Map.of(7L, KATE))).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void theLockAloneIsPutBack() throws IOException {
    remove("*.lock");
    assertThat(kate.isWhole()).isFalse();

    kate.restore(notes::add);

    assertThat(kate.isWhole()).isTrue();
    assertThat(directory.resolve("kate@localhost.lock")).exists();
    assertThat(bound).hasSize(1);

    kate.close();
    registry.claim(KATE, COOKIES).close();
  }

  @Test
  void theEntryIsPutBackWhenItWasEmptiedOrRemoved() throws IOException {
    Path entry = directory.resolve("kate@localhost.node");
    Files.writeString(entry, "");
    assertThat(kate.isWhole()).isFalse();
    kate.restore(notes::add);
    assertThat(registry.entries()).containsExactly(kate.entry());

    Files.delete(entry);
    kate.restore(notes::add);
    assertThat(registry.entries()).containsExactly(kate.entry());
  }

  @Test
  void theSocketListensAgainWhenItsFileWasRemoved() throws IOException {
    remove("*.sock");
    assertThat(kate.isWhole()).isFalse();

    kate.restore(notes::add);

    assertThat(kate.isWhole()).isTrue();
    assertThat(bound).hasSize(2);
  }

  @Test
  void theNameStaysRefusedAndTheNodeAliveThoughAllFilesAreGone() throws IOException {
    remove("*");
    assertThat(registry.dead(Map.of(7L, KATE))).isEmpty();
    assertThat(
            catchThrowableOfType(NodeException.class, () -> registry.claim(KATE, COOKIES)).reason())
        .isEqualTo(Reason.NAME_TAKEN);
  }

  @Test
  void aNodeWhoseLockIsGoneIsListedStill() throws IOException {
    remove("*.lock");
    assertThat(registry.entries()).containsExactly(kate.entry());
  }

  @Test
  void publishingPutsRemovedFilesBack() throws IOException {
    remove("*");
    Files.delete(directory);

    kate.publish(8, "localhost:25521");

    assertThat(directory.resolve("kate@localhost.lock")).exists();
    assertThat(registry.entries()).containsExactly(kate.entry());
    assertThat(kate.entry().incarnation()).isEqualTo(8);
  }

  @Test
  void aClaimWhoseFilesAreGoneRemovesNothingOfAnothers() throws IOException {
    Path moved = Files.move(directory, temporary.resolve("moved"));
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    RegistryEntry newcomer = RegistryEntry.starting(KATE, COOKIES);
    newcomer.write(directory.resolve("kate@localhost.node"));
    Files.createFile(directory.resolve(newcomer.socket()));

    kate.close();

    assertThat(directory.resolve("kate@localhost.node")).exists();
    assertThat(directory.resolve(newcomer.socket())).exists();
    assertThat(moved.resolve(kate.entry().socket())).exists();
    registry.claim(KATE, COOKIES).close();
  }

  @Test
  void reportsOnceThatTheFilesCannotBePutBack() throws IOException {
    Files.move(directory, temporary.resolve("moved"));
    Files.createFile(directory);

    kate.restore(notes::add);
    kate.restore(notes::add);

    assertThat(notes)
        .containsExactly(
            "nodes and scripts of this host cannot find kate@localhost any more: cannot use the"
                + " registry "
                + directory
                + ": it is not a directory");

    Files.delete(directory);
    kate.restore(notes::add);
    assertThat(kate.isWhole()).isTrue();
    assertThat(notes).hasSize(1);
  }

  @Test
  void aClaimIsClosedAndItsNameFreeThoughTheRegistryCannotBeUsed() throws IOException {
    Files.move(directory, temporary.resolve("moved"));
    Files.createFile(directory);

    kate.close();

    Files.delete(directory);
    registry.claim(KATE, COOKIES).close();
  }

  @Test
  void aClosedClaimIsNotPutBack() throws IOException {
    kate.close();
    kate.restore(notes::add);
    assertThat(registry.entries()).isEmpty();
  }

  @Test
  void aClosedClaimWritesNothing() {
    kate.close();

    kate.publish(8, "localhost:25521");
    kate.ready();

    assertThat(directory.resolve("kate@localhost.node")).doesNotExist();
    assertThat(registry.dead(Map.of(8L, KATE))).isNotEmpty();
    registry.claim(KATE, COOKIES).close();
  }

  @Test
  void aClosedClaimLeavesTheEntryOfTheNextOwnerOfItsName() {
    kate.close();
    try (Claim next = registry.claim(KATE, COOKIES)) {
      next.publish(9, "localhost:25522");

      kate.publish(8, "localhost:25521");
      kate.retract();

      assertThat(registry.entries()).containsExactly(next.entry());
      assertThat(next.isWhole()).isTrue();
    }
  }

  private void remove(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (directory
            .getFileSystem()
            .getPathMatcher("glob:" + pattern)
            .matches(file.getFileName())) {
          Files.delete(file);
        }
      }
    }
  }
}
