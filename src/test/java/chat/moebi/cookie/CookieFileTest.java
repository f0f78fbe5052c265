package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.name.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieFileTest extends CookieFileTestBase {

  @Test
  void aByteOrderMarkIsNoPartOfACookie() throws IOException {
    Path marked = Files.writeString(temporary.resolve("marked"), "\ufeff" + ONE + "\r\n" + TWO);
    Files.setPosixFilePermissions(marked, PosixFilePermissions.fromString("rw-------"));
    assertThat(CookieFile.read(marked)).containsExactly(Cookie.of(ONE), Cookie.of(TWO));

    Files.writeString(marked, "\ufeff# no cookie\n");
    assertThatExceptionOfType(NodeException.class)
        .isThrownBy(() -> CookieFile.read(marked))
        .withMessageContaining("a line begins with #");
  }

  @Nested
  class ReadOwn {

    @Test
    void makesOneForItsOwnersEyesOnly() throws IOException {
      List<Cookie> cookies = CookieFile.readOwn(file);

      assertThat(cookies).hasSize(1);
      assertThat(cookies.get(0).isGuessable()).isFalse();
      assertThat(Files.readString(file)).isEqualTo(cookies.get(0).text() + "\n");
      assertThat(mode(file)).isEqualTo("r--------");
      assertThat(mode(directory)).isEqualTo("rwx------");
    }

    @Test
    void readsTheSameEverAfter() throws IOException {
      List<Cookie> first = CookieFile.readOwn(file);

      assertThat(CookieFile.readOwn(file)).isEqualTo(first);
      assertThat(CookieFile.read(file)).isEqualTo(first);
    }

    @Test
    void makesAnotherOneForAnotherUser() {
      assertThat(CookieFile.readOwn(file))
          .isNotEqualTo(CookieFile.readOwn(temporary.resolve("other/chat/cookie")));
    }

    @Test
    void leavesNothingElseBehind() throws IOException {
      CookieFile.readOwn(file);

      assertThat(files(directory)).containsExactly(file);
    }

    @Test
    void acceptsAnExistingDirectory() throws IOException {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));

      assertThat(CookieFile.readOwn(file)).hasSize(1);
    }

    @Test
    void followsALinkToTheDirectory() throws IOException {
      Path real = Files.createDirectory(temporary.resolve("real"), OwnerOnly.DIRECTORY);
      Files.createDirectory(directory.getParent());
      Files.createSymbolicLink(directory, real);

      assertThat(CookieFile.readOwn(file)).hasSize(1);
      assertThat(real.resolve("cookie")).exists();
    }

    @RepeatedTest(10)
    void givesTheSameToAllThatReadItFirstTogether() throws IOException {
      int nodes = 8;
      CyclicBarrier start = new CyclicBarrier(nodes);
      List<CompletableFuture<List<Cookie>>> reads = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        CompletableFuture<List<Cookie>> read = new CompletableFuture<>();
        reads.add(read);
        new Thread(
                () ->
                    read.completeAsync(
                        () -> {
                          await(start);
                          return CookieFile.readOwn(file);
                        },
                        Runnable::run))
            .start();
      }

      Set<List<Cookie>> cookies = new HashSet<>();
      reads.forEach(read -> cookies.add(read.join()));

      assertThat(cookies).containsExactly(CookieFile.read(file));
      assertThat(files(directory)).containsExactly(file);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"rwx---r--", "rwx----w-", "rwx-----x", "rwxr-----", "rwx-w----", "rwx--x---"})
    void refusesADirectoryThatIsOpenToOthers(String permissions) throws IOException {
      CookieFile.readOwn(file);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));

      assertThat(refusalOfOwn())
          .hasMessage(
              "cannot use the cookie file "
                  + file
                  + ": its directory: others can reach into it; type: chmod 700 "
                  + directory.toRealPath());
    }

    @Test
    void refusesADirectoryOfAnotherUser() throws IOException {
      CookieFile.readOwn(file);
      giveAway(directory);

      assertThat(refusalOfOwn())
          .hasMessage(
              "cannot use the cookie file " + file + ": its directory: it belongs to another user");
    }

    @Test
    void refusesAPlainFileForADirectory() throws IOException {
      Files.createDirectory(directory.getParent());
      Files.createFile(directory);

      assertThat(refusalOfOwn())
          .hasMessageStartingWith("cannot use the cookie file " + file + ": ");
    }

    @Test
    void refusesAFileThatIsOpenToOthersAndLeavesItAlone() throws IOException {
      CookieFile.readOwn(file);
      String content = Files.readString(file);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

      assertThat(refusalOfOwn()).hasMessageEndingWith("type: chmod 400 " + file);
      assertThat(Files.readString(file)).isEqualTo(content);
    }

    @Test
    void doesNotMakeOneForALinkThatLeadsNowhere() throws IOException {
      Files.createDirectory(directory.getParent());
      Files.createDirectory(directory, OwnerOnly.DIRECTORY);
      Files.createSymbolicLink(file, temporary.resolve("nowhere"));

      assertThat(refusalOfOwn()).hasMessageContaining("there is no such file");
      assertThat(files(directory)).containsExactly(file);
      assertThat(temporary.resolve("nowhere")).doesNotExist();
    }

    private NodeException refusalOfOwn() {
      return catchThrowableOfType(NodeException.class, () -> CookieFile.readOwn(file));
    }

    private void await(CyclicBarrier barrier) {
      try {
        barrier.await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Nested
  class Create {

    @BeforeEach
    void makeDirectory() throws IOException {
      Files.createDirectories(directory);
    }

    @Test
    void makesAFileWithANewCookieForItsOwnersEyesOnly() throws IOException {
      CookieFile.create(file);

      assertThat(mode(file)).isEqualTo("r--------");
      assertThat(CookieFile.read(file)).hasSize(1);
      assertThat(CookieFile.read(file).get(0).isGuessable()).isFalse();
      assertThat(files(directory)).containsExactly(file);
    }

    @Test
    void makesAnotherCookieEachTime() {
      CookieFile.create(file);
      Path other = directory.resolve("other");
      CookieFile.create(other);

      assertThat(CookieFile.read(other)).isNotEqualTo(CookieFile.read(file));
    }

    @Test
    void refusesToReplaceAFile() throws IOException {
      CookieFile.create(file);
      List<Cookie> former = CookieFile.read(file);

      assertThat(refusalToCreate(file))
          .hasMessage(file + " is there already; choose another file, or remove it");
      assertThat(CookieFile.read(file)).isEqualTo(former);
      assertThat(files(directory)).containsExactly(file);
    }

    @Test
    void refusesToReplaceADirectoryOrALinkThatLeadsNowhere() throws IOException {
      Path link = Files.createSymbolicLink(file, temporary.resolve("nowhere"));

      assertThat(refusalToCreate(directory)).hasMessageContaining("is there already");
      assertThat(refusalToCreate(link)).hasMessageContaining("is there already");
      assertThat(temporary.resolve("nowhere")).doesNotExist();
      assertThat(files(directory)).containsExactly(link);
    }

    @Test
    void needsADirectory() {
      Path nowhere = directory.resolve("nowhere/cookie");

      assertThat(refusalToCreate(nowhere))
          .hasMessage(
              "cannot use the cookie file "
                  + nowhere
                  + ": there is no directory "
                  + nowhere.getParent());
      assertThat(nowhere.getParent()).doesNotExist();
    }

    private NodeException refusalToCreate(Path path) {
      return catchThrowableOfType(NodeException.class, () -> CookieFile.create(path));
    }
  }

  @Nested
  class OfUser {

    @Test
    void isInTheDirectoryForConfigurations() {
      assertThat(CookieFile.ofUser(Map.of("XDG_CONFIG_HOME", "/etc/kate", "HOME", "/home/kate")))
          .isEqualTo(Path.of("/etc/kate/chat/cookie"));
    }

    @Test
    void isInTheHomeIfThatIsNotSet() {
      assertThat(CookieFile.ofUser(Map.of("HOME", "/home/kate")))
          .isEqualTo(Path.of("/home/kate/.config/chat/cookie"));
      assertThat(CookieFile.ofUser(Map.of()))
          .isEqualTo(Path.of(System.getProperty("user.home"), ".config/chat/cookie"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "config", "~/.config"})
    void takesARelativeDirectoryForNone(String directory) {
      assertThat(CookieFile.ofUser(Map.of("XDG_CONFIG_HOME", directory, "HOME", "/home/kate")))
          .isEqualTo(Path.of("/home/kate/.config/chat/cookie"));
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
