package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds a copy of the project with Maven while nodes of the previous build run. */
@Tag(DistributedTests.TAG)
class RebuildTest {

  private static final Path JAR = Path.of(System.getProperty("chat.test.jar", ""));
  private static final Duration BUILD = Duration.ofMinutes(5);

  @TempDir Path project;
  @TempDir Path home;

  private Map<String, String> environment;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(Files.isRegularFile(JAR), "the jar is not built; mvn verify builds it");
    for (String part : List.of("chat", "pom.xml", "LICENSE", "NOTICE", ".mvn", "src/main")) {
      copy(Path.of(part));
    }
    Files.createDirectory(project.resolve("target"));
    Files.copy(JAR, project.resolve("target/chat.jar"));
    environment = new HashMap<>(new ChatProgram(home).environment());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("MAVEN_OPTS", "-Dmaven.repo.local=" + System.getProperty("localRepository"));
    Files.writeString(project.resolve(".mvn/maven.config"), "--offline\n");
  }

  @Test
  void aStartThatBuildsLeavesRunningNodesAsTheyWere() throws Exception {
    prepareToStart("preparing quick starts; this takes some seconds, once");
    try (PipedProcess alex = chat("--name", "alex");
        PipedProcess kate = chat("--name", "kate", "--headless")) {
      alex.awaitOutput("ready alex@localhost");
      kate.awaitOutput("ready kate@localhost");

      Path source = project.resolve("src/main/java/chat/moebi/cli/Main.java");
      Files.writeString(source, Files.readString(source) + "   // Not as the formatter has it.\n");
      prepareToStart("building " + project.toRealPath() + "/target/chat.jar; this takes a minute");

      try (PipedProcess moebi = chat("--name", "moebi", "--headless")) {
        moebi.awaitOutput("ready moebi@localhost");
        alex.type("@moebi hi");
        alex.awaitOutput("moebi@localhost: chicken?");
        alex.awaitOutput("ok");
        alex.type("/spawn kate say_name"); // Only now do both nodes load the classes for this.
        alex.awaitOutput("Hi, my name is Kate");
        alex.type("/help");
        alex.endInput();
        assertThat(alex.awaitExit()).isZero();
        assertThat(alex.errors()).allMatch(line -> line.startsWith("note: "));
        assertThat(kate.errors()).allMatch(line -> line.startsWith("note: "));
      }
    }
  }

  /** Lets {@code ./chat} prepare for a start, and waits until it reports that. */
  private void prepareToStart(String said) throws Exception {
    try (PipedProcess version = chat("--version")) {
      assertThat(version.awaitExit(BUILD)).isZero();
      assertThat(version.errors()).contains(said);
    }
  }

  private PipedProcess chat(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(project.resolve("chat").toString()));
    command.addAll(List.of(arguments));
    return PipedProcess.start(command, environment);
  }

  private void copy(Path part) throws IOException {
    try (Stream<Path> all = Files.walk(part)) {
      all.forEach(this::copyOne);
    }
  }

  private void copyOne(Path file) {
    try {
      Path copy = project.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
