package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cookie.OwnerOnly;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of docs/using.md that copy and change a cookie, as a user other than root.
 * {@code ./chat cookie} and {@code ssh} are stand-ins: the other host is a directory.
 */
class CookieRecipeTest {

  private static final int NOBODY = 65534;

  @TempDir Path here;

  private Path kates;
  private List<String> lines;

  @BeforeEach
  void prepare() throws Exception {
    kates = Files.createDirectory(here.resolve("kate.example"));
    Path bin = Files.createDirectory(here.resolve("bin"));
    script(here.resolve("chat"), "set -eu; test ! -e \"$3\"; date +%N >\"$3\"; chmod 400 \"$3\"");
    script(bin.resolve("ssh"), "cd \"$1\" && exec sh -c \"$2\"");
    String document = Files.readString(Path.of("docs/using.md"));
    String section = document.substring(document.indexOf("## On several hosts"));
    lines =
        section
            .substring(0, section.indexOf("## With Docker"))
            .lines()
            .filter(line -> line.startsWith("    ") && !line.contains("--name"))
            .map(String::strip)
            .toList();
    assertThat(lines).hasSize(6);
  }

  @Test
  void aCookieIsCopiedAgainAndChangedTwice() throws Exception {
    type(lines.get(0));
    type(lines.get(1));
    type(lines.get(1));
    assertBothHave(Files.readString(here.resolve("cookie")));

    for (int change = 1; change <= 2; change++) {
      String before = Files.readString(here.resolve("cookie"));
      type(lines.get(2));
      String after = Files.readString(here.resolve("new"));
      type(lines.get(3));
      List<String> rounds = List.of(before + after, after + before, after);
      for (int i = 0; i < rounds.size(); i++) {
        String file = "round-" + (i + 1);
        type(lines.get(4).replace("round-1", file));
        type(lines.get(5).replace("round-1", file));
        assertBothHave(rounds.get(i));
      }
    }
    try (Stream<Path> left = Files.list(here)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("bin", "chat", "cookie", "kate.example");
    }
  }

  @Test
  void gitIgnoresAllItsFiles() throws Exception {
    assertThat(Files.readAllLines(Path.of(".gitignore")))
        .contains("/cookie", "/cookie.new", "/new", "/round-*");
  }

  private void assertBothHave(String cookies) throws Exception {
    assertThat(here.resolve("cookie")).hasContent(cookies);
    assertThat(kates.resolve("cookie")).hasContent(cookies);
    for (Path file : List.of(here.resolve("cookie"), kates.resolve("cookie"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .endsWith("------");
    }
  }

  private void type(String line) throws Exception {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      giveAway(here, kates);
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.addAll(List.of("sh", "-ec", "cd \"$1\"; eval \"$2\"", "sh", here.toString(), line));
    String path = here.resolve("bin") + ":" + System.getenv("PATH");
    try (PipedProcess shell = PipedProcess.start(command, Map.of("PATH", path))) {
      assertThat(shell.awaitExit()).as(shell.toString()).isZero();
      assertThat(shell.errors()).isEmpty();
    }
  }

  private static void script(Path file, String text) throws Exception {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void giveAway(Path... directories) throws Exception {
    for (Path directory : directories) {
      Files.setAttribute(directory, "unix:uid", NOBODY);
    }
  }

  private static boolean isRoot() {
    return OwnerOnly.uid() == 0;
  }
}
