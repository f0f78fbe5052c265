package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.name.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyFileTest {

  @TempDir private Path directory;
  private Path file;
  private ReadyFile ready;

  @BeforeEach
  void make() {
    file = directory.resolve("ready");
    ready = new ReadyFile(file.toString());
  }

  @Test
  void isThereWhileTheNodeIsReady() throws IOException {
    Files.createFile(file); // A killed node left it behind.
    ready.clear();
    assertThat(file).doesNotExist();
    ready.create();
    assertThat(file).isEmptyFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .startsWith("rw-")
        .doesNotContain("x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).substring(3))
        .doesNotContain("w");
    ready.keep(false);
    assertThat(file).doesNotExist();
    ready.keep(true);
    ready.keep(true);
    assertThat(file).exists();
    ready.close();
    assertThat(file).doesNotExist();
    ready.keep(true);
    assertThat(file).doesNotExist();
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Path target = directory.resolve("target");
    Files.createSymbolicLink(file, target);
    assertRefused(ready::clear);
    assertRefused(ready::create);
    assertThat(target).doesNotExist();

    Files.writeString(target, "text");
    assertRefused(ready::create);
    ready.close();
    assertThat(target).hasContent("text");
    assertThat(file).isSymbolicLink();
  }

  @Test
  void aFileThatIsNotEmptyIsLeftAlone() throws IOException {
    Files.writeString(file, "text");
    assertRefused(ready::clear);
    assertRefused(ready::create);
    ready.close();
    assertThat(file).hasContent("text");
  }

  @Test
  void withoutAPathThereIsNone() throws IOException {
    ReadyFile none = new ReadyFile("");
    none.clear();
    none.create();
    none.close();
    assertThat(directory).isEmptyDirectory();
  }

  private void assertRefused(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "cannot keep the ready file "
                + file
                + ": something else is there; remove it, or choose another CHAT_READY_FILE");
  }
}
