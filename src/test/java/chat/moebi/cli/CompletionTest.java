package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.ScreenProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Completes command lines in bash, zsh and fish, with the script at the place where {@code chat
 * completion --help} puts it: bash and zsh in a pseudo-terminal, where Tab is pressed.
 */
@Tag(DistributedTests.TAG)
class CompletionTest {

  @TempDir Path temporary;

  private Path home;
  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    home = temporary.toRealPath();
    chat = new ChatProgram(home);
    executable(
        home.resolve("bin/chat"),
        chat.command().stream().map(CompletionTest::quoted).collect(Collectors.joining(" "))
            + " \"$@\"");
    Files.createFile(home.resolve("my file"));
    Files.createFile(home.resolve("my other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void tabCompletesCommandsOptionsTheirValuesAndFiles(String shell) throws Exception {
    install(shell);
    completes(shell, "chat sen", "chat send ");
    completes(shell, "bin/chat sen", "bin/chat send ");
    completes(shell, "chat --hea", "chat --headless ");
    completes(shell, "chat send --tim", "chat send --timeout ");
    completes(shell, "chat send --color al", "chat send --color always ");
    completes(shell, "chat demo --color n", "chat demo --color never ");
    completes(shell, "chat demo --color=n", "chat demo --color=never ");
    completes(shell, "chat --config my\\ f", "chat --config my\\ file ");
    completes(shell, "chat completion fi", "chat completion fish ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void tabCompletesTheNameOfARunningNode(String shell) throws Exception {
    install(shell);
    completes(shell, "chat send ka", "chat send ka"); // None runs.
    try (PipedProcess kate = chat.start("--name", "kate", "--headless");
        PipedProcess zoe = chat.start("--name", "zoe@127.0.0.1", "--headless");
        PipedProcess other = chat.start("--name", "zoe@127.0.0.2", "--headless")) {
      kate.awaitOutput("ready kate@localhost");
      zoe.awaitOutput("ready zoe@127.0.0.1");
      other.awaitOutput("ready zoe@127.0.0.2");
      completes(shell, "chat send ka", "chat send kate ");
      completes(shell, "chat send --json --timeout 3 ka", "chat send --json --timeout 3 kate ");
      completes(shell, "chat send zo", "chat send zoe@127.0.0."); // What both have in common.
      completes(shell, "chat send kate@", "chat send kate@localhost ");
      completes(shell, "chat send zoe@127.0.0.1", "chat send zoe@127.0.0.1 ");
      completes(shell, "chat send --timeout=3 ka", "chat send --timeout=3 kate ");
      completes(shell, "chat send kate ka", "chat send kate ka"); // It is a word of the text.
      completes(shell, "chat nodes ka", "chat nodes ka");
    }
  }

  @Test
  void fishCompletesCommandsOptionsTheirValuesAndFilesWithTheirDescriptions() throws Exception {
    install("fish");
    assertThat(fish("chat sen")).singleElement().asString().matches("send\tSends a message .*");
    assertThat(fish("bin/chat sen")).singleElement().asString().startsWith("send\t");
    assertThat(fish("chat --hea"))
        .containsExactly("--headless\tRead no input; run until SIGTERM or SIGINT");
    assertThat(fish("chat --name send --po")).singleElement().asString().startsWith("--port\t");
    assertThat(fish("chat send --hea")).isEmpty();
    assertThat(words(fish("chat send --color "))).containsExactly("always", "auto", "never");
    assertThat(words(fish("chat --config my"))).containsExactly("my file", "my other");
    assertThat(words(fish("chat completion "))).containsExactly("bash", "fish", "zsh");
  }

  @Test
  void fishCompletesTheNameOfARunningNode() throws Exception {
    install("fish");
    assertThat(fish("chat send ")).isEmpty(); // None runs.
    try (PipedProcess kate = chat.start("--name", "kate", "--headless");
        PipedProcess zoe = chat.start("--name", "zoe@127.0.0.1", "--headless");
        PipedProcess other = chat.start("--name", "zoe@127.0.0.2", "--headless")) {
      kate.awaitOutput("ready kate@localhost");
      zoe.awaitOutput("ready zoe@127.0.0.1");
      other.awaitOutput("ready zoe@127.0.0.2");
      List<String> all = List.of("kate\tA node", "zoe@127.0.0.1\tA node", "zoe@127.0.0.2\tA node");
      assertThat(fish("chat send ")).containsExactlyElementsOf(all);
      assertThat(fish("chat send --json --timeout 3 ")).containsExactlyElementsOf(all);
      assertThat(words(fish("chat send kate@"))).containsExactly("kate@localhost");
      assertThat(words(fish("chat send --color=al"))).containsExactly("--color=always");
      assertThat(fish("chat send kate ka")).isEmpty(); // It is a word of the text.
    }
  }

  private void install(String shell) throws Exception {
    assumeTrue(isInstalled(shell), "needs " + shell);
    String script;
    try (PipedProcess completion = chat.start("completion", shell)) {
      assertThat(completion.awaitExit()).isZero();
      assertThat(completion.errors()).isEmpty();
      script = String.join("\n", completion.output()) + "\n";
    }
    switch (shell) {
      case "bash" -> {
        write(home.resolve(".chat.bash"), script);
        write(home.resolve(".bashrc"), "PS1='$ '\n. ~/.chat.bash\n");
      }
      case "zsh" -> {
        write(home.resolve(".chat.zsh"), script);
        write(home.resolve(".zshrc"), "PS1='$ '\n. ~/.chat.zsh\n");
      }
      default -> write(home.resolve("config/fish/completions/chat.fish"), script);
    }
  }

  /** Types a line and presses Tab; then the line is as expected. */
  private void completes(String shell, String line, String expected) throws Exception {
    List<String> command =
        shell.equals("bash")
            ? List.of("bash", "--rcfile", home.resolve(".bashrc").toString(), "-i")
            : List.of("zsh", "-d", "-i");
    try (ScreenProcess screen = ScreenProcess.start(inHome(command), environment(), 80, 24)) {
      screen.awaitScreen("^\\$", PipedProcess.PATIENCE);
      screen.type(line + "\t%"); // The shell reads this character when Tab has done its work.
      screen.awaitScreen("^\\$ .*%", PipedProcess.PATIENCE);
      assertThat(screen.screen()).as(shell).contains("$ " + expected + "%");
    }
  }

  /** Returns what fish offers for the end of a line. */
  private List<String> fish(String line) throws Exception {
    List<String> command = List.of("fish", "-c", "complete -C " + quoted(line));
    try (PipedProcess fish = PipedProcess.start(inHome(command), environment())) {
      assertThat(fish.awaitExit()).isZero();
      assertThat(fish.errors()).isEmpty();
      return fish.output().stream().sorted().toList();
    }
  }

  private static List<String> words(List<String> offered) {
    return offered.stream().map(line -> line.replaceFirst("\t.*", "")).toList();
  }

  private List<String> inHome(List<String> command) {
    return Stream.concat(
            Stream.of("sh", "-c", "cd \"$HOME\" && exec \"$@\"", "sh"), command.stream())
        .toList();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(chat.environment());
    environment.put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    return environment;
  }

  private static boolean isInstalled(String shell) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, shell)));
  }

  private static void executable(Path file, String command) throws Exception {
    write(file, "#!/bin/sh\nexec " + command + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
