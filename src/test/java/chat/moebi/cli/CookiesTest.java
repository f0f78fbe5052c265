package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that only nodes with the same cookie can talk to each other. */
@Tag(DistributedTests.TAG)
class CookiesTest {

  private static final String GIVE_BOTH =
      " has a different cookie; give both nodes the same --cookie or cookie file";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void twoSetsOfNodesOnOneHostDoNotMeet() throws Exception {
    Path other = newCookie("other");
    try (PipedProcess alex = chat.start("--name", "alex");
        PipedProcess kate = chat.startNode("kate");
        PipedProcess sophie = chat.start("--name", "sophie", "--cookie-file", other.toString());
        PipedProcess moebi =
            chat.start("--name", "moebi", "--headless", "--cookie-file", other.toString())) {
      alex.awaitOutput("ready alex@localhost");
      sophie.awaitOutput("ready sophie@localhost");
      moebi.awaitOutput("ready moebi@localhost");

      alex.type("@kate hi");
      alex.awaitOutput("ok");
      kate.awaitOutput("alex@localhost: hi");
      sophie.type("@moebi hi");
      sophie.awaitOutput("moebi@localhost: chicken?");
      sophie.awaitOutput("ok");
      moebi.awaitOutput("sophie@localhost: hi");

      expectNodes(alex, "alex@localhost self", "kate@localhost up");
      expectNodes(sophie, "moebi@localhost up", "sophie@localhost self");

      try (PipedProcess nodes = chat.start("nodes")) {
        assertThat(nodes.awaitExit())
            .isZero(); // The nodes with the user's own cookie, though all are this user's.
        assertThat(nodes.output()).containsExactly("alex@localhost up", "kate@localhost up");
      }

      alex.type("@moebi hi");
      alex.awaitError("error: moebi@localhost" + GIVE_BOTH);
      sophie.type("/send kate@localhost hi");
      sophie.awaitError("error: kate@localhost" + GIVE_BOTH);
      expect(77, "error: moebi@localhost" + GIVE_BOTH, "send", "--cookie", "third", "moebi", "hi");
      try (PipedProcess nodes = chat.start("nodes", "--cookie", "third");
          PipedProcess send = chat.start("send", "--cookie", "third", "nobody", "hi")) {
        assertThat(nodes.awaitExit()).isEqualTo(77);
        assertThat(nodes.errors()).singleElement().asString().endsWith(GIVE_BOTH);
        assertThat(send.awaitExit()).isEqualTo(77);
        assertThat(send.errors()).singleElement().asString().endsWith(GIVE_BOTH);
      }
      Path own = home.resolve("config/chat/cookie");
      expect(
          77,
          "error: moebi@localhost" + GIVE_BOTH,
          "send",
          "--cookie-file",
          own.toString(),
          "moebi",
          "hi");
      expect(0, "", "send", "--cookie-file", other.toString(), "sophie", "hi");
      expect(0, "", "send", "kate", "hi"); // Through kate's own node: all nodes are this user's.
      expect(
          77,
          "error: moebi@localhost" + GIVE_BOTH,
          "--name",
          "peter",
          "--join",
          addressOf("moebi@localhost", other));

      assertThat(kate.errors()).noneMatch(line -> line.matches(".*(sophie|moebi|peter)@.*"));
      assertThat(moebi.errors()).noneMatch(line -> line.matches(".*(alex|kate|peter)@.*"));
      assertThat(moebi.output()).containsExactly("ready moebi@localhost", "sophie@localhost: hi");
    }
  }

  @Test
  void aNodeThatAcceptsTheOtherIsStillRefusedByIt() throws Exception {
    Path old = newCookie("old");
    Path both = join("both", old, newCookie("new"));
    Path onlyNew = home.resolve("new");
    try (PipedProcess kate =
        chat.start("--name", "kate", "--headless", "--cookie-file", onlyNew.toString())) {
      kate.awaitOutput("ready kate@localhost");
      String address = addressOf("kate@localhost", onlyNew);
      ChatProgram elsewhere = new ChatProgram(Files.createDirectory(home.resolve("elsewhere")));
      try (PipedProcess alex =
          elsewhere.start("--name", "alex", "--cookie-file", both.toString(), "--join", address)) {
        assertThat(alex.awaitExit()).isEqualTo(ExitStatus.DIFFERENT_COOKIE);
        assertThat(alex.errors()).containsExactly("error: " + address + GIVE_BOTH);
      }
      assertThat(kate.errors()).isEmpty();
    }
  }

  @Test
  void nodesThatStartFirstTogetherCreateOneCookie() throws Exception {
    try (PipedProcess alex = chat.start("--name", "alex");
        PipedProcess kate = chat.start("--name", "kate");
        PipedProcess sophie = chat.start("--name", "sophie")) {
      alex.awaitOutput("ready alex@localhost");
      kate.awaitOutput("ready kate@localhost");
      sophie.awaitOutput("ready sophie@localhost");
      ChatProgram.awaitPeers(alex, "kate@localhost", "sophie@localhost");
      for (String name : List.of("kate", "sophie")) {
        alex.type("@" + name + " hi");
        alex.awaitOutput("ok");
      }
      Path file = home.resolve("config/chat/cookie");
      assertThat(mode(file)).isEqualTo("r--------");
      assertThat(mode(file.getParent())).isEqualTo("rwx------");
      String cookie = Files.readString(file).strip();
      for (PipedProcess node : List.of(alex, kate, sophie)) {
        node.endInput();
        assertThat(node.awaitExit()).isZero();
        assertThat(node.toString()).doesNotContain(cookie);
      }
      assertNowhereBut(file, cookie);
    }
  }

  @Test
  void aCookieThatWasTypedIsShownNowhere() throws Exception {
    Path config = Files.writeString(home.resolve("debug.conf"), "chat.log.level = debug");
    try (PipedProcess kate =
            chat.start(
                "--name",
                "kate",
                "--cookie",
                "open sesame, please",
                "--config",
                config.toString());
        PipedProcess alex = chat.start("--name", "alex", "--cookie", " open sesame, please\n")) {
      kate.awaitOutput("ready kate@localhost");
      alex.awaitOutput("ready alex@localhost");
      alex.type("@kate hi");
      alex.awaitOutput("ok");
      kate.endInput();
      assertThat(kate.awaitExit()).isZero();
      assertNowhereBut(null, "open sesame");
      assertThat(home.resolve("config")).doesNotExist();
    }
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws Exception {
    Path file = newCookie("open");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    expect(
        78,
        "error: cannot use the cookie file "
            + file
            + ": others can read it; type: chmod 400 "
            + file,
        "--name",
        "kate",
        "--cookie-file",
        file.toString());
  }

  @Test
  void theCommandPrintsThePathOfTheCookieAndCreatesNewOnes() throws Exception {
    Path own = home.resolve("config/chat/cookie");
    try (PipedProcess first = chat.start("cookie");
        PipedProcess second = chat.start("cookie");
        PipedProcess json = chat.start("cookie", "--json")) {
      assertThat(first.awaitExit()).isZero();
      assertThat(second.awaitExit()).isZero();
      assertThat(first.output()).containsExactly(own.toString());
      assertThat(second.output()).containsExactly(own.toString());
      assertThat(json.awaitExit()).isZero();
      assertThat(json.output()).containsExactly("{\"path\":\"" + own + "\"}");
    }
    assertThat(mode(own)).isEqualTo("r--------");
    Path file = newCookie("another");
    assertThat(mode(file)).isEqualTo("r--------");
    assertThat(Files.readString(file)).isNotEqualTo(Files.readString(own));
    expect(
        78,
        "error: " + file + " is there already; choose another file, or remove it",
        "cookie",
        "--new",
        file.toString());
  }

  private Path newCookie(String name) throws Exception {
    Path file = home.resolve(name);
    try (PipedProcess cookie = chat.start("cookie", "--new", file.toString())) {
      assertThat(cookie.awaitExit()).as("%s", cookie).isZero();
      assertThat(cookie.output()).containsExactly(file.toString());
    }
    return file;
  }

  private Path join(String name, Path... cookies) throws IOException {
    Path file =
        Files.createFile(
            home.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    for (Path cookie : cookies) {
      Files.writeString(file, Files.readString(cookie), java.nio.file.StandardOpenOption.APPEND);
    }
    return file;
  }

  private String addressOf(String name, Path cookie) throws Exception {
    try (PipedProcess nodes = chat.start("nodes", "--json", "--cookie-file", cookie.toString())) {
      assertThat(nodes.awaitExit()).isZero();
      String line = nodes.output().stream().filter(l -> l.contains(name)).findFirst().orElseThrow();
      return new JsonMapper().readTree(line).get("address").textValue();
    }
  }

  private static void expectNodes(PipedProcess node, String... lines) throws Exception {
    int before = node.output().size();
    node.type("/nodes");
    node.awaitOutput(lines[lines.length - 1]);
    assertThat(node.output().subList(before, node.output().size())).containsExactly(lines);
  }

  private void expect(int status, String error, String... arguments) throws Exception {
    try (PipedProcess process = chat.start(arguments)) {
      assertThat(process.awaitExit()).as("%s", process).isEqualTo(status);
      assertThat(String.join("\n", process.errors())).isEqualTo(error);
      assertThat(process.output()).isEmpty();
    }
  }

  private void assertNowhereBut(Path file, String secret) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        if (!each.equals(file)) {
          assertThat(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1))
              .as("%s", each)
              .doesNotContain(secret);
        }
      }
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
