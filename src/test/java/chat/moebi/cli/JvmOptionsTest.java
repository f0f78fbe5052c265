package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.EventLines;
import chat.moebi.testing.Jdks;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the jar with the flags of {@code ./chat} and of the image, on each JDK of this machine. */
@Tag(DistributedTests.TAG)
class JvmOptionsTest {

  private static final Path JAR = Path.of(System.getProperty("chat.test.jar", ""));

  @TempDir Path home;

  @ParameterizedTest
  @MethodSource("chat.moebi.testing.Jdks#all")
  void theJvmListsItsThreadsOnStandardErrorAlone(Path jdk) throws Exception {
    try (PipedProcess kate = start(jdk, "--name", "kate", "--headless", "--json")) {
      kate.awaitOutputLike(EventLines.like("ready", "'node':'kate@localhost'"));
      kate.signal("QUIT");
      kate.awaitErrorLike("Full thread dump .*");
      kate.awaitErrorLike(" *class space .*"); // The list ends with it.
      kate.terminate();
      kate.awaitExit();
      assertThat(kate.output()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("chat.moebi.testing.Jdks#all")
  void theJvmWritesNoWarningToStandardOutput(Path jdk) throws Exception {
    // The JVM warns where the system has no large pages.
    try (PipedProcess version = start(jdk, "-XX:+UseLargePages", "--version")) {
      assertThat(version.awaitExit()).isZero();
      assertThat(version.output()).hasSize(3);
    }
  }

  /** Starts the program; the first argument may be a flag for the JVM. */
  private PipedProcess start(Path jdk, String... arguments) throws Exception {
    assumeTrue(Files.isRegularFile(JAR), "the jar is not built; mvn verify builds it");
    List<String> command =
        new ArrayList<>(List.of(Jdks.java(jdk).toString(), "@src/main/jvm.options"));
    List<String> words = new ArrayList<>(List.of(arguments));
    if (words.get(0).startsWith("-XX:")) {
      command.add(words.remove(0));
    }
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(words);
    return PipedProcess.start(command, new ChatProgram(home).environment());
  }
}
