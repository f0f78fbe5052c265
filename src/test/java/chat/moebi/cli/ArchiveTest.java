package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.Jdks;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Creates the class data archive of the built jar, and starts from it, on each JDK of this machine.
 */
@Tag(DistributedTests.TAG)
class ArchiveTest {

  private static final Duration IN_TIME = Duration.ofMinutes(2);
  private static final Path JAR = Path.of(System.getProperty("chat.test.jar", ""));

  @TempDir Path home;

  @ParameterizedTest
  @MethodSource("chat.moebi.testing.Jdks#all")
  void holdsTheClassesOfAStartAndOneThatDoesNotFitSaysNothing(Path jdk) throws Exception {
    assumeTrue(Files.isRegularFile(JAR), "the jar is not built; mvn verify builds it");
    String java = Jdks.java(jdk).toString();
    Path archive = home.resolve("chat.jsa");
    run("sh", "src/main/sh/make-archive", java, JAR.toString(), archive.toString());

    List<String> loaded =
        run(
            java,
            "@src/main/jvm.options",
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:class+load",
            "-jar",
            JAR.toString(),
            "--version");
    for (String one : List.of("picocli.CommandLine$ITypeConverter ", "chat.moebi.cli.Main ")) {
      assertThat(loaded)
          .anySatisfy(line -> assertThat(line).contains(one).contains("shared objects file"));
    }

    Path another = Files.copy(JAR, home.resolve("another.jar"));
    assertThat(
            run(
                java,
                "@src/main/jvm.options",
                "-XX:SharedArchiveFile=" + archive,
                "-jar",
                another.toString(),
                "--version"))
        .hasSize(3);
  }

  private static List<String> run(String... command) throws Exception {
    try (PipedProcess process =
        PipedProcess.start(
            new ArrayList<>(List.of(command)), Map.of("PATH", System.getenv("PATH")))) {
      assertThat(process.awaitExit(IN_TIME)).isZero();
      assertThat(process.errors()).isEmpty();
      return process.output();
    }
  }
}
