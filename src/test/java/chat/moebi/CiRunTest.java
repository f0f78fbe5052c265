package chat.moebi;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code .ci/run} in a project of its own, with a stand-in for Maven that only reports. */
class CiRunTest {

  private static final String SKIPPED =
      """
      <testsuite tests="2" skipped="1">
        <testcase name="passes" classname="chat.moebi.cli.ClockTest" time="1"/>
        <testcase name="isAnHourOff" classname="chat.moebi.cli.ClockTest" time="0">
          <skipped type="TestAbortedException"><![CDATA[Assumption failed: needs faketime
          \tat org.junit.jupiter.api.Assumptions.assumeTrue(Assumptions.java:120)
      ]]></skipped>
        </testcase>
      </testsuite>
      """;

  @TempDir Path project;

  @BeforeEach
  void copyTheScripts() throws Exception {
    Files.createDirectories(project.resolve(".ci"));
    for (String script : List.of("run", "skipped")) {
      Files.copy(Path.of(".ci", script), project.resolve(".ci").resolve(script));
    }
    Files.createDirectories(project.resolve("bin"));
    script("apt-get", "exit 0");
  }

  @Test
  void aSkippedTestOfAnyBuildIsAFailureThatNamesItAndItsReason() throws Exception {
    mavenReports("failsafe-reports", SKIPPED);

    try (PipedProcess run = run()) {
      assertThat(run.awaitExit()).isEqualTo(1);
      assertThat(run.output()).contains("the closing line of Maven");
      assertThat(run.errors())
          .first()
          .asString()
          .startsWith("FAILED: these tests were skipped; install what they need");
      assertThat(run.errors().stream().skip(1))
          .isNotEmpty()
          .allMatch(line -> line.startsWith("  ClockTest#isAnHourOff: needs faketime (on "));
    }
  }

  @Test
  void testsThatAllRanAreASuccess() throws Exception {
    mavenReports("surefire-reports", "<testsuite tests=\"0\"></testsuite>");

    try (PipedProcess run = run()) {
      assertThat(run.awaitExit()).isZero();
      assertThat(run.errors()).isEmpty();
    }
  }

  @Test
  void aBuildWithoutReportsIsAFailure() throws Exception {
    script("mvn", "mkdir -p target");

    try (PipedProcess run = run()) {
      assertThat(run.awaitExit()).isNotZero();
      assertThat(run.errors()).anyMatch(line -> line.startsWith("no test reports in "));
    }
  }

  private void mavenReports(String directory, String report) throws Exception {
    Files.writeString(project.resolve("report"), report);
    script(
        "mvn",
        "mkdir -p target/" + directory,
        "cp report target/" + directory + "/TEST-chat.moebi.cli.ClockTest.xml",
        "echo the closing line of Maven");
  }

  private void script(String name, String... lines) throws Exception {
    Path file = project.resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\nset -eu\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private PipedProcess run() throws Exception {
    String path = project.resolve("bin") + ":" + System.getenv("PATH");
    return PipedProcess.start(List.of(project.resolve(".ci/run").toString()), Map.of("PATH", path));
  }
}
