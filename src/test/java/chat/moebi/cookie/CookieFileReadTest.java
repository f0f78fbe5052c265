package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.name.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contents of a cookie file that are read and that are refused. */
class CookieFileReadTest extends CookieFileTestBase {

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
    void dropsRepeatedCookiesAndEmptyLines() throws IOException {
      write("\n" + TWO + "\r\n \n" + ONE + "\n\t" + TWO + " \n" + ONE + "\n\n");

      assertThat(CookieFile.read(file)).extracting(Cookie::text).containsExactly(TWO, ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rw-------", "rwx------"})
    void acceptsAnyAccessOfTheOwner(String permissions) throws IOException {
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
    void doesNotAdviseToCloseAFileThatMayBeSharedOnPurpose(String content) throws IOException {
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
                  NodeException.class, () -> CookieFile.read(Path.of("/etc/passwd"))))
          .hasMessageNotContaining("chmod");
    }

    @Test
    void refusesAComment() throws IOException {
      write("# the old one\n" + ONE); // It would count as a long cookie.

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
    void refusesAnIncompleteCookieWithoutRevealingIt() throws IOException {
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

      assertThat(catchThrowableOfType(NodeException.class, () -> CookieFile.read(link)))
          .hasMessageEndingWith("type: chmod 400 " + link);
    }

    @Test
    void ignoresThePermissionsOfTheDirectory() throws IOException {
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

  private void write(String content) throws IOException {
    Files.createDirectories(directory);
    Files.deleteIfExists(file);
    Files.createFile(file, OwnerOnly.FILE);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  private NodeException refusal() {
    return catchThrowableOfType(NodeException.class, () -> CookieFile.read(file));
  }

  private String cannotUse(String why) {
    return "cannot use the cookie file " + file + ": " + why;
  }
}
