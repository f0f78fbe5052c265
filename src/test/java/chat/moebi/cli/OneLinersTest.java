package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the lines of shell in {@code docs/using.md}, as they are written there, with a {@code make}
 * that prints its arguments.
 */
@Tag(DistributedTests.TAG)
class OneLinersTest {

  private static final String SECTION = "### Bots, in one line of shell";

  @TempDir Path home;

  private ChatProgram chat;
  private Path project;
  private List<String> lines;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
    project = Files.createDirectory(home.resolve("project"));
    write(
        "chat",
        chat.command().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" ", "exec ", " \"$@\"")));
    write("make", "echo compiles; echo made \"$@\"");
    String text = Files.readString(Path.of("docs/using.md"));
    String section = text.substring(text.indexOf(SECTION) + SECTION.length());
    lines =
        section
            .substring(0, section.indexOf("\n### "))
            .lines()
            .filter(line -> line.startsWith("    "))
            .map(String::strip)
            .toList();
  }

  @Test
  void theDocumentHasThese() {
    assertThat(lines).hasSize(6);
  }

  @Test
  void botsReply() throws Exception {
    expectReply("shout", "hi", "shout@localhost: HI");
    expectReply("disk", "?", "disk@localhost: .* /");
    expectReply("ci", "all", "ci@localhost: made all");
  }

  @Test
  void aBuildReports() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess build = run(line("send --name build"))) {
      assertThat(build.awaitExit()).as("%s", build).isZero();
      kate.awaitOutput("build@localhost: made");
    }
  }

  @Test
  void aScriptWaitsForAWord() throws Exception {
    try (PipedProcess gate = run(line("--name gate"))) {
      gate.awaitError("ready gate@localhost");
      ScriptTest.expect(chat, 0, "", "", "send", "gate", "go");
      assertThat(gate.awaitExit()).isZero();
      assertThat(gate.output()).containsExactly("send@localhost: go", "compiles", "made deploy");
    }
  }

  @Test
  void aCronJobReports() throws Exception {
    String line = line("--name cron");
    assertThat(line).startsWith("0 7 * * * cd /srv/chat && ");
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess cron = run(line.replace("0 7 * * * cd /srv/chat && ", ""))) {
      assertThat(cron.awaitExit()).as("%s", cron).isZero();
      assertThat(kate.output()).hasSize(2).last().asString().matches("cron@localhost: .* /");
    }
  }

  private void expectReply(String bot, String text, String reply) throws Exception {
    try (PipedProcess listen = run(line("--name " + bot))) {
      listen.awaitError("ready " + bot + "@localhost");
      try (PipedProcess send = chat.start("send", bot, text)) {
        assertThat(send.awaitExit()).as("%s", send).isZero();
        assertThat(send.output()).hasSize(1).first().asString().matches(reply);
      }
    }
  }

  private String line(String part) {
    return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
  }

  private PipedProcess run(String line) throws IOException {
    Map<String, String> environment = chat.environment();
    environment.put("PATH", project + ":" + environment.get("PATH"));
    return PipedProcess.start(
        List.of("sh", "-c", "cd \"$0\" && " + line, project.toString()), environment);
  }

  private void write(String name, String script) throws IOException {
    Path file = Files.writeString(project.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
