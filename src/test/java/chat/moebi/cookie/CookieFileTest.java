package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CookieFileTest {

  private static final String ONE = Cookie.generate().text();
  private static final String TWO = Cookie.generate().text();

  @TempDir private Path temporary;
  private Path directory;
  private Path file;

  @BeforeEach
  void choosePath() {
    directory = temporary.resolve("config/chat");
    file = directory.resolve("cookie");
  }

  @Test
  void aByteOrderMarkIsNoPartOfACookie() throws IOException {
    Path marked = Files.writeString(temporary.resolve("marked"), "\ufeff" + ONE + "\r\n" + TWO);
    Files.setPosixFilePermissions(marked, PosixFilePermissions.fromString("rw-------"));
    assertThat(CookieFile.read(marked)).containsExactly(Cookie.of(ONE), Cookie.of(TWO));

    Files.writeString(marked, "\ufeff# no cookie\n");
    assertThatExceptionOfType(CookieException.class)
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
    void takesADirectoryThatIsThere() throws IOException {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));

      assertThat(CookieFile.readOwn(file)).hasSize(1);
    }

    @Test
    void takesADirectoryThatIsElsewhereReally() throws IOException {
      Path real = Files.createDirectory(temporary.resolve("real"), OwnerOnly.DIRECTORY);
      Files.createDirectory(directory.getParent());
      Files.createSymbolicLink(directory, real);

      assertThat(CookieFile.readOwn(file)).hasSize(1);
      assertThat(real.resolve("cookie")).exists();
    }

    @RepeatedTest(10)
    void givesTheSameToAllThatAreFirstAtOnce() throws IOException {
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

    private CookieException refusalOfOwn() {
      return catchThrowableOfType(CookieException.class, () -> CookieFile.readOwn(file));
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
  class Read {

    @Test
    void keepsTheOrderOfTheLines() throws IOException {
      write(ONE + "\n" + TWO + "\nof twenty characters");

      assertThat(CookieFile.read(file))
          .extracting(Cookie::text)
          .containsExactly(ONE, TWO, "of twenty characters");
    }

    @Test
    void dropsWhatIsThereAlreadyAndEmptyLines() throws IOException {
      write("\n" + TWO + "\r\n \n" + ONE + "\n\t" + TWO + " \n" + ONE + "\n\n");

      assertThat(CookieFile.read(file)).extracting(Cookie::text).containsExactly(TWO, ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rw-------", "rwx------"})
    void takesWhateverItsOwnerMayDoWithIt(String permissions) throws IOException {
      write(ONE);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

      assertThat(CookieFile.read(file)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"r-----r--", "r------w-", "r-------x", "r--r-----", "r---w----", "r----x---"})
    void refusesAFileThatIsOpenToOthers(String permissions) throws IOException {
      write(ONE);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

      assertThat(refusal()).hasMessage(cannotUse("others can read it; type: chmod 400 " + file));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "#!/bin/sh\n",
          "a picture\u0000\u0001",
          "\u001b[1m",
          "1\n2\n3\n4\n5\n6\n7\n8\n9\n0\na\nb\nc\nd\ne\nf\ng"
        })
    void doesNotAdviseToCloseAFileThatMayServeOthersToo(String content) throws IOException {
      write(content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

      assertThat(refusal())
          .hasMessage(
              cannotUse(
                  "others can read it; choose one that only you can read, or make one: chat cookie"
                      + " --new FILE"));
    }

    @Test
    void doesNotAdviseToCloseTheListOfUsers() throws IOException {
      assumeTrue(
          Files.readAllLines(Path.of("/etc/passwd")).size() > 16,
          "needs more than 16 users in /etc/passwd");
      assertThat(
              catchThrowableOfType(
                  CookieException.class, () -> CookieFile.read(Path.of("/etc/passwd"))))
          .hasMessageNotContaining("chmod");
    }

    @Test
    void refusesAComment() throws IOException {
      write("# the old one\n" + ONE); // It would be a cookie, and a long one.

      assertThat(refusal())
          .hasMessage(cannotUse("a line begins with #; it is to hold cookies only, one a line"));
    }

    @Test
    void refusesAPipe() throws Exception {
      write(ONE);
      Files.delete(file);
      assertThat(new ProcessBuilder("mkfifo", "-m", "400", file.toString()).start().waitFor())
          .isZero();

      assertThat(refusal()).hasMessage(cannotUse("it is no regular file"));
    }

    @Test
    void refusesAFileOfAnotherUser() throws IOException {
      write(ONE);
      giveAway(file);

      assertThat(refusal()).hasMessage(cannotUse("it belongs to another user"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \n\t\r\n"})
    void refusesAFileWithoutACookie(String content) throws IOException {
      write(content);

      assertThat(refusal())
          .hasMessage(cannotUse("it is empty; remove it and type: chat cookie --new " + file));
    }

    @Test
    void takesUpTo16() throws IOException {
      write(lines(16));
      assertThat(CookieFile.read(file)).hasSize(16);

      write(lines(17));
      assertThat(refusal()).hasMessage(cannotUse("it holds more than 16 cookies"));
    }

    @Test
    void refusesAFileThatIsTooLong() throws IOException {
      String longest = ONE + " ".repeat(64 * 1024 - ONE.length() - 1) + "\n";
      write(longest);
      assertThat(CookieFile.read(file)).hasSize(1);

      write(longest + "\n");

      assertThat(refusal()).hasMessage(cannotUse("it is too long to hold a cookie"));
    }

    @Test
    void refusesWhatIsNotText() throws IOException {
      write(ONE);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.write(file, new byte[] {'a', (byte) 0xff});

      assertThat(refusal()).hasMessage(cannotUse("it is not UTF-8 text"));
    }

    @Test
    void refusesACookieThatIsNotWholeAndDoesNotTellIt() throws IOException {
      write(ONE + "\n" + TWO.substring(0, 50));

      assertThat(refusal())
          .hasMessageContaining("not whole")
          .message()
          .doesNotContain(TWO.substring(12, 20));
    }

    @Test
    void refusesADirectory() throws IOException {
      Files.createDirectories(file);

      assertThat(refusal()).hasMessage(cannotUse("it is a directory"));
    }

    @Test
    void refusesAFileThatIsNotThere() {
      assertThat(refusal())
          .hasMessage(cannotUse("there is no such file; make one: chat cookie --new " + file));
    }

    @Test
    void followsASymbolicLink() throws IOException {
      write(ONE);
      Path link = Files.createSymbolicLink(temporary.resolve("link"), file);

      assertThat(CookieFile.read(link)).extracting(Cookie::text).containsExactly(ONE);
    }

    @Test
    void refusesASymbolicLinkToAFileThatIsOpenToOthers() throws IOException {
      write(ONE);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
      Path link = Files.createSymbolicLink(temporary.resolve("link"), file);

      assertThat(catchThrowableOfType(CookieException.class, () -> CookieFile.read(link)))
          .hasMessageEndingWith("type: chmod 400 " + link);
    }

    @Test
    void doesNotMindTheDirectory() throws IOException {
      write(ONE);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

      assertThat(CookieFile.read(file)).hasSize(1);
    }

    private String lines(int cookies) {
      StringBuilder lines = new StringBuilder();
      IntStream.range(0, cookies).forEach(i -> lines.append(Cookie.generate().text()).append('\n'));
      return lines.toString();
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

    private CookieException refusalToCreate(Path path) {
      return catchThrowableOfType(CookieException.class, () -> CookieFile.create(path));
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

  private void write(String content) throws IOException {
    Files.createDirectories(directory);
    Files.deleteIfExists(file);
    Files.createFile(file, OwnerOnly.FILE);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  private CookieException refusal() {
    return catchThrowableOfType(CookieException.class, () -> CookieFile.read(file));
  }

  private String cannotUse(String why) {
    return "cannot use the cookie file " + file + ": " + why;
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue(OwnerOnly.uid() == 0, "needs root, who alone can give a file away");
    Files.setAttribute(path, "unix:uid", 12_345);
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
