package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.FreePorts;
import chat.moebi.testing.FunctionJar;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.HangAtExit;
import chat.moebi.testing.function.Print;
import example.Dice;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gives every option a value in several places: a flag beats the environment, which beats the file
 * of {@code --config}, which beats the built-in configuration.
 */
@Tag(DistributedTests.TAG)
class PrecedenceTest {

  private static final String SECRET = "the cookie of the flag";

  @TempDir Path home;

  private ChatProgram chat;
  private int[] ports;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
    ports = FreePorts.find(3);
    Files.writeString(
        home.resolve("file.conf"),
        """
        chat {
          name = file
          host = 127.0.0.2
          bind = 127.0.0.2
          port = %d
          functions = "%s"
          cookie-file = "%s"
          ready-file = "%s"
          headless = on
        }
        """
            .formatted(
                ports[0], functions("file", Print.class), cookie("file"), readyFile("file")));
  }

  @Test
  void aFlagBeatsTheEnvironment() throws Exception {
    Map<String, String> variables = variables();
    variables.remove("CHAT_COOKIE_FILE");
    variables.put("CHAT_COOKIE", "the cookie of the variable");
    try (PipedProcess node =
        start(
            variables,
            "--name",
            "flag",
            "--host",
            "127.0.0.4",
            "--bind",
            "127.0.0.4",
            "--port",
            "" + ports[2],
            "--functions",
            functions("flag", HangAtExit.class),
            "--cookie",
            SECRET)) {
      node.awaitOutput("ready flag@127.0.0.4");
      expectNode("127.0.0.4", ports[2], Credentials.of(List.of(Cookie.of(SECRET))));
      expectFunction(node, "flag@127.0.0.4", "hang_at_exit");
    }
    variables.put("CHAT_HEADLESS", "off");
    try (PipedProcess node = start(variables, "--headless")) {
      node.awaitOutput("ready variable@127.0.0.3");
      expectToRunWithoutInput(node, "variable@127.0.0.3");
    }
  }

  @Test
  void theEnvironmentBeatsTheFile() throws Exception {
    try (PipedProcess node = start(variables())) {
      node.awaitOutput("ready variable@127.0.0.3");
      expectNode(
          "127.0.0.3", ports[1], Credentials.of(CookieFile.read(home.resolve("variable.cookie"))));
      expectFunction(node, "variable@127.0.0.3", "dice");
      assertThat(home.resolve("variable.ready")).exists();
      assertThat(home.resolve("file.ready")).doesNotExist();
    }
  }

  @Test
  void theFileBeatsTheBuiltInConfigurationAndThatOfTheFlagTheOneOfTheEnvironment()
      throws Exception {
    Path other = Files.writeString(home.resolve("other.conf"), "chat.name = other\n");
    try (PipedProcess node =
        start(
            Map.of("CHAT_CONFIG", other.toString()),
            "--config",
            home.resolve("file.conf").toString())) {
      node.awaitOutput("ready file@127.0.0.2");
      expectNode(
          "127.0.0.2", ports[0], Credentials.of(CookieFile.read(home.resolve("file.cookie"))));
      assertThat(home.resolve("file.ready")).exists();
      expectToRunWithoutInput(node, "file@127.0.0.2");
      assertThat(home.resolve("file.ready")).doesNotExist();
    }
  }

  @Test
  void contactPointsToo() throws Exception {
    Path config = Files.writeString(home.resolve("join.conf"), "chat { name = a, join = file }");
    Map<String, String> variables = new HashMap<>(Map.of("CHAT_CONFIG", config.toString()));
    expectContactPoint("file", variables);
    variables.put("CHAT_JOIN", "variable");
    expectContactPoint("variable", variables);
    expectContactPoint("flag", variables, "--join", "flag");
  }

  private void expectContactPoint(String point, Map<String, String> variables, String... arguments)
      throws Exception {
    try (PipedProcess node = start(variables, arguments)) {
      assertThat(node.awaitExit()).isEqualTo(2);
      assertThat(node.errors())
          .singleElement()
          .asString()
          .startsWith("error: \"" + point + "\" is no contact point; ");
    }
  }

  private void expectNode(String address, int port, Credentials credentials) throws IOException {
    RegistryEntry entry = Registry.at(chat.registry()).entries().get(0);
    assertThat(entry.address()).isEqualTo(address + ":" + port);
    assertThat(credentials.matches(entry.cookies())).as("has its cookie").isTrue();
    new Socket(address, port).close(); // Succeeds only if it listens at the address of --bind.
  }

  private static void expectFunction(PipedProcess node, String name, String function)
      throws Exception {
    node.type("/task " + name + " no_such_function");
    String error = node.awaitErrorLike("error: " + name + " has no function no_such_function; .*");
    assertThat(error).contains(function);
    for (String other : List.of("print", "dice", "hang_at_exit")) {
      assertThat(error.contains(" " + other)).as(error).isEqualTo(other.equals(function));
    }
  }

  /** Ends the input of a headless node, which ignores that, and then the node. */
  private void expectToRunWithoutInput(PipedProcess node, String name) throws Exception {
    node.type("/quit");
    node.endInput();
    ScriptTest.expect(chat, 0, "", "", "send", name, "still there?");
    node.awaitOutput("send@localhost: still there?");
    node.terminate();
    assertThat(node.awaitExit()).isEqualTo(143);
  }

  private Map<String, String> variables() throws IOException {
    Map<String, String> variables = new HashMap<>();
    variables.put("CHAT_CONFIG", home.resolve("file.conf").toString());
    variables.put("CHAT_NAME", "variable");
    variables.put("CHAT_HOST", "127.0.0.3");
    variables.put("CHAT_BIND", "127.0.0.3");
    variables.put("CHAT_PORT", "" + ports[1]);
    variables.put("CHAT_FUNCTIONS", functions("variable", Dice.class));
    variables.put("CHAT_COOKIE_FILE", cookie("variable"));
    variables.put("CHAT_READY_FILE", readyFile("variable"));
    variables.put("CHAT_HEADLESS", "off");
    return variables;
  }

  private PipedProcess start(Map<String, String> variables, String... arguments)
      throws IOException {
    Map<String, String> environment = chat.environment();
    environment.putAll(variables);
    return PipedProcess.start(chat.command(arguments), environment);
  }

  private String functions(String name, Class<?> function) throws IOException {
    Path directory = home.resolve(name + ".functions");
    FunctionJar.write(directory, function);
    return directory.toString();
  }

  private String cookie(String name) {
    Path file = home.resolve(name + ".cookie");
    CookieFile.create(file);
    return file.toString();
  }

  private String readyFile(String name) {
    return home.resolve(name + ".ready").toString();
  }
}
