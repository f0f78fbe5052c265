package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.FreePorts;
import chat.moebi.testing.PipedProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks one thing after the other, and reads what {@code chat doctor} says of it. */
@Tag(DistributedTests.TAG)
class DoctorTest {

  @TempDir Path temporary;

  private Path home;
  private ChatProgram chat;
  private Map<String, String> environment;

  @BeforeEach
  void prepare() throws Exception {
    home = temporary.toRealPath();
    chat = new ChatProgram(home);
    environment = new HashMap<>(chat.environment());
  }

  @Test
  void allIsWellInAFreshHomeAndNothingOnDiskIsChanged() throws Exception {
    Map<Path, String> before = files();
    List<String> lines = doctor(0);
    assertThat(lines).hasSize(9).allMatch(line -> line.startsWith("ok: "));
    assertThat(lines)
        .contains(
            "ok: the cookie file "
                + home.resolve("config/chat/cookie")
                + " is made by the first node",
            "ok: the registry " + chat.registry() + " is made by the first node",
            "ok: no node is running");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aNodeAnswersOrIsFrozenOrDead() throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      String name = "kate@localhost (pid " + kate.pid() + ")";
      Map<Path, String> before = files();
      assertThat(doctor(0)).contains("ok: " + name + " answers");
      assertThat(doctor(1, "--cookie", "another"))
          .contains(
              "fault: kate@localhost has a different cookie; give both nodes the same --cookie or"
                  + " cookie file");
      kate.signal("STOP");
      assertThat(doctor(1))
          .contains("fault: " + name + ": it does not answer; try again, or end the process");
      kate.signal("KILL");
      kate.awaitExit();
      assertThat(doctor(1))
          .contains(
              "fault: "
                  + name
                  + " has died and left its entry; start it again, or type: chat nodes");
      assertThat(files().keySet()).isEqualTo(before.keySet());
    }
    try (PipedProcess nodes = chat.start("nodes")) { // The remedy.
      assertThat(nodes.awaitExit()).isEqualTo(69);
    }
    assertThat(doctor(0)).contains("ok: no node is running");
  }

  @Test
  void aPortIsFreeOrItsNodesOrTaken() throws Exception {
    String port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = Integer.toString(socket.getLocalPort());
      assertThat(doctor(1, "--port", port))
          .anyMatch(line -> line.matches("fault: cannot listen on 127.*; choose another --port"));
    }
    assertThat(doctor(0, "--port", port))
        .contains("ok: a node can listen on 127.0.0.1, port " + port);
    try (PipedProcess kate = chat.start("--name", "kate", "--port", port, "--headless")) {
      kate.awaitOutput("ready kate@localhost");
      assertThat(doctor(0, "--name", "kate", "--port", port))
          .contains("ok: kate@localhost listens on 127.0.0.1, port " + port);
      assertThat(doctor(1, "--name", "alex", "--port", port))
          .anyMatch(line -> line.startsWith("fault: cannot listen on 127.0.0.1"));
      assertThat(doctor(0, "--join", "localhost:" + port))
          .contains("ok: localhost:" + port + " answers");
    }
    assertThat(doctor(1, "--join", "localhost:" + port))
        .contains(
            "fault: nobody answers at localhost:"
                + port
                + "; start a node there, or open its port");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--host no-such-host.invalid | cannot find the host no-such-host.invalid; .*",
        "--host 192.0.2.1 | the host 192.0.2.1 is not this one .*; check it, .*",
        "--bind 192.0.2.1 | cannot listen on 192.0.2.1; it is no address of this host",
        "--functions missing | cannot read the functions in missing: .*; give --functions .*",
        "--bind 0.0.0.0 --cookie short | the cookie has fewer than 20 characters: .*",
        "--join no-such-host.invalid:1 --host localhost | cannot find the host .* in --join",
        "--name k@te@y | \".*\" is not a host; .*",
        "--cookie a --cookie-file b | give --cookie or --cookie-file, not both; .*",
        "--cookie-file . | cannot use the cookie file .: it is a directory; give another .*",
        "--cookie-file missing | cannot use the cookie file missing: .* chat cookie --new missing",
        "--config missing | cannot read the configuration missing; correct .*",
      })
  void aFlagThatANodeWouldRefuseIsAFault(String flags, String fault) throws Exception {
    try (PipedProcess cookie = chat.start("cookie")) {
      assertThat(cookie.awaitExit()).isZero();
    }
    assertThat(doctor(1, flags.split(" "))).anyMatch(line -> line.matches("fault: " + fault));
  }

  @Test
  void whatOthersCanReachIsAFaultWithItsRemedy() throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      kate.signal("TERM");
      kate.awaitExit();
    }
    Path cookie = home.resolve("config/chat/cookie");
    open(cookie, "r--r--r--");
    open(chat.registry(), "rwxr-xr-x");
    open(chat.logs(), "rwxr-xr-x");
    List<String> faults = doctor(1).stream().filter(line -> line.startsWith("fault: ")).toList();
    assertThat(faults)
        .containsExactly(
            "fault: cannot use the directory for logs %1$s: others can reach into it; type: chmod 700 %1$s"
                .formatted(chat.logs()),
            "fault: cannot use the registry %1$s: others can reach into it; type: chmod 700 %1$s"
                .formatted(chat.registry()),
            "fault: cannot use the cookie file %1$s: others can read it; type: chmod 400 %1$s"
                .formatted(cookie));
    for (String fault : faults) {
      String remedy = fault.replaceFirst(".*type: ", "");
      try (PipedProcess mend = PipedProcess.start(List.of("sh", "-c", remedy), environment)) {
        assertThat(mend.awaitExit()).isZero();
      }
    }
    doctor(0);
  }

  @Test
  void aRegistryWhosePathIsTooLongForSocketsIsAFault() throws Exception {
    Path longOne = Files.createDirectory(home.resolve("x".repeat(100)));
    environment.put("XDG_RUNTIME_DIR", longOne.toString());
    assertThat(doctor(1))
        .anyMatch(
            line -> line.matches("fault: .* is too long for sockets; set XDG_RUNTIME_DIR .*"));
    environment.put("XDG_RUNTIME_DIR", home.resolve("missing").toString());
    assertThat(doctor(1))
        .anyMatch(line -> line.matches("fault: .*XDG_RUNTIME_DIR names it, .*; unset it"));
  }

  @Test
  void aLocaleThatIsNotUtf8IsAFault() throws Exception {
    environment.remove("LC_ALL");
    assertThat(doctor(0)).contains("ok: no locale is set; the terminal has to show UTF-8");
    environment.put("LANG", "de_DE.ISO-8859-1");
    assertThat(doctor(1)).anyMatch(line -> line.startsWith("fault: the locale de_DE.ISO-8859-1 "));
    environment.put("CHAT_LOCALE", "de_DE.UTF-8"); // ./chat knows better.
    assertThat(doctor(0)).contains("ok: the locale de_DE.UTF-8 is UTF-8");
  }

  @Test
  void contactPointsAreCheckedThoughNoCookieIsMadeYet() throws Exception {
    Path other = Files.createDirectory(home.resolve("other"));
    ChatProgram elsewhere = new ChatProgram(other); // Files of its own, as on another host.
    String port = Integer.toString(FreePorts.find(1)[0]);
    String join = "localhost:" + port;
    assertThat(doctor(1, "--join", join))
        .contains("fault: nobody answers at " + join + "; start a node there, or open its port");
    try (PipedProcess kate = elsewhere.start("--name", "kate", "--port", port, "--headless")) {
      kate.awaitOutput("ready kate@localhost");
      assertThat(doctor(1, "--join", join))
          .contains(
              "fault: "
                  + join
                  + " has a different cookie; give both nodes the same --cookie or cookie file");
      assertThat(doctor(1, "--join", join, "--cookie-file", "missing"))
          .contains("ok: " + join + " answers; its cookie was not compared");
    }
  }

  @Test
  void aRegistryThatCannotBeReadIsAFaultAndNoNodesAreListed() throws Exception {
    Files.createFile(chat.registry());
    List<String> lines = doctor(1);
    assertThat(lines)
        .contains(
            "fault: cannot use the registry "
                + chat.registry()
                + ": it is not a directory; set XDG_RUNTIME_DIR to a directory that is yours alone");
    assertThat(lines).noneMatch(line -> line.contains("no node is running"));
  }

  @Test
  void directoriesThatCannotBeUsedAreFaults() throws Exception {
    Files.createDirectories(home.resolve("config"));
    Files.createFile(home.resolve("config/chat"));
    Files.createSymbolicLink(home.resolve("state/chat"), home.resolve("missing"));
    assertThat(doctor(1))
        .contains(
            "fault: cannot use the directory for cookies "
                + home.resolve("config/chat")
                + ": it is not a directory; set XDG_CONFIG_HOME to a directory of your own",
            "fault: the directory for logs "
                + home.resolve("state/chat")
                + " is a link to nothing; remove it");
  }

  @Test
  void asJsonEachLineIsAnObject() throws Exception {
    for (String line : doctor(1, "--json", "--join", "localhost:1", "--cookie", "x".repeat(20))) {
      JsonNode finding = new JsonMapper().readTree(line);
      assertThat(finding.fieldNames()).toIterable().containsExactly("check", "status", "text");
      assertThat(finding.get("status").asText())
          .isEqualTo(finding.get("check").asText().equals("join") ? "fault" : "ok");
    }
  }

  private List<String> doctor(int status, String... flags) throws Exception {
    List<String> words = Stream.concat(Stream.of("doctor"), Stream.of(flags)).toList();
    try (PipedProcess doctor =
        PipedProcess.start(chat.command(words.toArray(String[]::new)), environment)) {
      assertThat(doctor.awaitExit()).as("%s", doctor).isEqualTo(status);
      assertThat(doctor.errors()).isEmpty();
      assertThat(doctor.output())
          .filteredOn(line -> line.startsWith("fault: "))
          .as("each with a remedy")
          .allMatch(line -> line.matches(".*; [a-z].*"));
      return doctor.output();
    }
  }

  private static void open(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /**
   * Returns the files and directories in the home with their modes, but for the JVM's own and for
   * those that a node with a history writes meanwhile.
   */
  private Map<Path, String> files() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file :
          all.filter(path -> !path.startsWith(home.resolve("tmp")))
              .filter(path -> !path.startsWith(home.resolve(".local")))
              .toList()) {
        files.put(file, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    return files;
  }
}
