package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OwnerOnlyTest {

  private static final int SOMEBODY = 12_345;

  @TempDir private Path temporary;
  private Path directory;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    directory = Files.createDirectory(temporary.resolve("directory"), OwnerOnly.DIRECTORY);
    file = Files.createFile(directory.resolve("file"), OwnerOnly.FILE);
  }

  @Test
  void filesCreatedWithItsAttributesAreForTheOwnerAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(OwnerOnly.isOpen(file)).isFalse();
    assertThat(OwnerOnly.objectionTo(directory)).isEmpty();
  }

  @Nested
  class IsOwn {

    @Test
    void isFalseForAFileOfAnotherUser() throws IOException {
      giveAway(file);

      assertThat(OwnerOnly.isOwn(file)).isFalse();
      assertThat(OwnerOnly.isOwnOrRoots(file)).isFalse();
    }

    @Test
    void checksTheLinkOrTheFileBehindIt() throws IOException {
      Path link = Files.createSymbolicLink(temporary.resolve("link"), file);
      giveAway(file);

      assertThat(OwnerOnly.isOwn(link)).isTrue();
      assertThat(OwnerOnly.isOwnOrRoots(link)).isFalse();
    }

    @Test
    void failsForAMissingFile() {
      Path nothing = directory.resolve("nothing");

      assertThatIOException()
          .isThrownBy(() -> OwnerOnly.isOwn(nothing))
          .isInstanceOf(NoSuchFileException.class);
      assertThatIOException()
          .isThrownBy(() -> OwnerOnly.isOwnOrRoots(nothing))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  // When a user without an entry in /etc/passwd runs it, this shows that the user is not taken for
  // root.
  @Test
  void filesOfTheUserAreTheirOwn() throws IOException {
    assertThat(OwnerOnly.isOwn(file)).isTrue();
    assertThat(OwnerOnly.isOwnOrRoots(file)).isTrue();
  }

  @Test
  void rootsFilesCountAsOnesOwn() throws IOException {
    Path root = Path.of("/");
    assumeTrue(Files.getAttribute(root, "unix:uid").equals(0), "needs a root directory of root's");

    assertThat(OwnerOnly.isOwnOrRoots(root)).isTrue();
  }

  @Nested
  class ObjectionTo {

    @ParameterizedTest
    @ValueSource(
        strings = {"rwx---r--", "rwx----w-", "rwx-----x", "rwxr-----", "rwx-w----", "rwx--x---"})
    void anOpenDirectoryOfTheChatSaysWhatToDo(String permissions) throws IOException {
      Path directory = Files.createDirectory(temporary.resolve("chat"));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));

      assertThat(OwnerOnly.objectionTo(directory))
          .contains("others can reach into it; type: chmod 700 " + directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chatter", "a chat", "state"})
    void anotherOpenDirectoryMayBeSharedOnPurpose(String name) throws IOException {
      Path directory = Files.createDirectory(temporary.resolve(name));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

      assertThat(OwnerOnly.objectionTo(directory))
          .contains("others can reach into it; choose one that is yours alone");
    }

    @Test
    void aCommandToTypeNamesADirectoryAsOneWord() throws IOException {
      Path directory = Files.createDirectories(temporary.resolve("it's mine/chat-1000"));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

      assertThat(OwnerOnly.objectionTo(directory).orElseThrow())
          .endsWith("type: chmod 700 '" + temporary + "/it'\\''s mine/chat-1000'");
    }

    @Test
    void aDirectoryOfAnotherUserIsNamedAsSuch() throws IOException {
      giveAway(directory);

      assertThat(OwnerOnly.objectionTo(directory)).contains("it belongs to another user");
    }

    @Test
    void aFileOrLinkIsNotADirectory() throws IOException {
      Path link = Files.createSymbolicLink(temporary.resolve("link"), directory);

      assertThat(OwnerOnly.objectionTo(file)).contains("it is not a directory");
      assertThat(OwnerOnly.objectionTo(link)).contains("it is not a directory");
      assertThat(OwnerOnly.objectionTo(directory.resolve("nothing")))
          .contains("it is not a directory");
    }
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue(OwnerOnly.uid() == 0, "needs root, who alone can give a file away");
    Files.setAttribute(path, "unix:uid", SOMEBODY);
  }
}
