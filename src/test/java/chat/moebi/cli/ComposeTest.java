package chat.moebi.cli;

import static chat.moebi.testing.ChatProgram.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.cookie.CookieFile;
import chat.moebi.testing.ContainerHosts;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.ScreenProcess;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * Simulates docker-compose.yml without an engine: the command of the Dockerfile, with the
 * variables, the user and the health check of each service, on three hosts made of network
 * namespaces.
 */
@Tag(DistributedTests.TAG)
class ComposeTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path JAR = Path.of(System.getProperty("chat.test.jar", ""));

  @TempDir Path home;

  private Path cookie;
  private Map<String, Map<String, Object>> services;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(Files.isRegularFile(JAR), "the jar is not built; mvn verify builds it");
    assumeTrue(
        ContainerHosts.arePossible(), "needs network namespaces: root, and iproute2 installed");
    services =
        new Yaml()
            .<Map<String, Map<String, Map<String, Object>>>>load(
                Files.readString(Path.of("docker-compose.yml")))
            .get("services");
    cookie = home.resolve("cookie");
    CookieFile.create(cookie);
    Files.setAttribute(cookie, "unix:uid", Integer.parseInt(user("alex").split(":")[0]));
  }

  @Test
  void alexKateAndMoebiChatFromThreeHosts() throws Exception {
    try (ContainerHosts hosts = new ContainerHosts(List.copyOf(services.keySet()), cookie);
        ScreenProcess alex = onScreen(hosts, "alex");
        ScreenProcess kate = onScreen(hosts, "kate");
        PipedProcess moebi = headless(hosts, "moebi")) {
      moebi.awaitOutput("ready moebi@moebi");
      alex.awaitScreen("^chat\\(alex@alex\\)>$", SOON);
      kate.awaitScreen("^chat\\(kate@kate\\)>$", SOON);
      awaitHealthy("alex", alex.pid()); // The prompts appear earlier.
      awaitHealthy("kate", kate.pid());
      awaitHealthy("moebi", moebi.pid());

      kate.type("I am just typ"); // A message must not break this line.
      kate.awaitScreen("> I am just typ$", SOON);
      alex.type("/send kate hi\r");
      alex.awaitScreen("> kate@kate: hi\n( {6}.*\n)*ok\n", SOON);
      kate.awaitScreen(
          "^" + TIME + "alex@alex: hi\n( {6}.*\n)*chat\\(kate@kate\\)> I am just typ$", SOON);
      alex.type("/send moebi hi\r");
      alex.awaitScreen("> moebi@moebi: hi\n(.*\n)*" + TIME + "moebi@moebi: chicken\\?\nok\n", SOON);
      moebi.awaitOutput("alex@alex: hi");

      try (PipedProcess nodes = beside("kate", kate.pid(), "nodes", "--json")) {
        assertThat(nodes.awaitExit()).isZero();
        assertThat(nodes.output())
            .containsExactlyInAnyOrder(line("alex"), line("kate"), line("moebi"));
      }
      try (PipedProcess send = beside("kate", kate.pid(), "send", "moebi", "deploy finished")) {
        assertThat(send.awaitExit()).isZero();
        assertThat(send.output()).containsExactly("moebi@moebi: chicken?");
      }
      moebi.awaitOutput("send@localhost: deploy finished");

      moebi.terminate();
      assertThat(moebi.awaitExit()).isEqualTo(143);
      alex.awaitScreen("^      moebi@moebi left$", SOON);
      alex.type("/quit\r");
      assertThat(alex.awaitExit(SOON)).isZero();
    }
  }

  private static String line(String name) {
    return "{\"name\":\"%1$s@%1$s\",\"address\":\"%1$s:2551\",\"status\":\"up\"}".formatted(name);
  }

  private ScreenProcess onScreen(ContainerHosts hosts, String service) throws Exception {
    assertThat(services.get(service)).containsEntry("stdin_open", true).containsEntry("tty", true);
    return ScreenProcess.start(command(hosts, service), environment(service), 80, 24);
  }

  private PipedProcess headless(ContainerHosts hosts, String service) throws Exception {
    assertThat(services.get(service)).doesNotContainKey("tty");
    return PipedProcess.start(command(hosts, service), environment(service));
  }

  private List<String> command(ContainerHosts hosts, String service) throws Exception {
    String dockerfile = Files.readString(Path.of("Dockerfile")).replace("\\\n", "");
    Matcher entrypoint = Pattern.compile("(?m)^ENTRYPOINT (.*)$").matcher(dockerfile);
    assertThat(entrypoint.find()).isTrue();
    List<String> command =
        new ArrayList<>(List.of(new JsonMapper().readValue(entrypoint.group(1), String[].class)));
    command.set(0, java());
    return hosts.on(service, user(service), JAR, Path.of("src/main/jvm.options"), command);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private Map<String, String> environment(String service) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    Matcher variable =
        Pattern.compile("(LC_ALL|XDG_\\w+)=(\\S+)")
            .matcher(Files.readString(Path.of("Dockerfile")).replace("XDG_RUNTIME_DIR is", ""));
    while (variable.find()) {
      environment.put(variable.group(1), variable.group(2).replace("/state", "/tmp/state"));
    }
    ((Map<?, ?>) services.get(service).get("environment"))
        .forEach((name, value) -> environment.put(name.toString(), value.toString()));
    return environment;
  }

  // Docker repeats the check in the same way, for as long.
  private void awaitHealthy(String service, long pid) throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!isHealthy(service, pid)) {
      assertThat(System.nanoTime() - deadline).as(service + " is healthy in time").isNegative();
    }
  }

  private boolean isHealthy(String service, long pid) throws Exception {
    Map<?, ?> check = (Map<?, ?>) services.get(service).get("healthcheck");
    List<String> test = ((List<?>) check.get("test")).stream().map(Object::toString).toList();
    assertThat(test.get(0)).isEqualTo("CMD");
    List<String> command = ContainerHosts.beside(pid, user(service), test.subList(1, test.size()));
    try (PipedProcess process =
        PipedProcess.start(command, Map.of("PATH", System.getenv("PATH")))) {
      return process.awaitExit() == 0;
    }
  }

  private PipedProcess beside(String service, long pid, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(java(), "-jar", "/opt/chat/chat.jar"));
    command.addAll(List.of(arguments));
    return PipedProcess.start(
        ContainerHosts.beside(pid, user(service), command), environment(service));
  }

  // The value of "${CHAT_UID:-1000}:${CHAT_GID:-1000}" in docker compose if neither is set.
  private String user(String service) {
    return services.get(service).get("user").toString().replaceAll("\\$\\{\\w+:-(\\w+)}", "$1");
  }
}
