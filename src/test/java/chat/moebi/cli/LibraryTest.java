package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.Jdks;
import chat.moebi.testing.PipedProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * Compiles and runs the README's Java program with the class path of a program that depends on the
 * library: without the optional dependencies and those of the tests.
 */
@Tag(DistributedTests.TAG)
class LibraryTest {

  private static final Path PROGRAM = Path.of("src/test/java/example/Sophie.java");

  private static final String[] OUTPUT = {"moebi@localhost: chicken?", "ok"};

  @TempDir Path directory;
  @TempDir Path home;

  private List<String> library;
  private ChatProgram chat;

  @BeforeEach
  void compile() throws Exception {
    library = classPath(dependencies("optional='true' or scope='test'"));
    chat = new ChatProgram(home);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "-cp", joined(library), "-d", directory.toString(), PROGRAM + "");
    assertThat(status).isZero();
  }

  @Test
  void aProgramWithoutALogHasNothingOnStandardOutputButItsOwn() throws Exception {
    try (PipedProcess moebi = chat.startNode("moebi");
        PipedProcess sophie = start(library)) {
      moebi.awaitOutput("sophie@localhost: hi");
      assertThat(sophie.awaitExit()).isZero();
      assertThat(sophie.output()).containsExactly(OUTPUT);
    }
  }

  @Test
  void theLogOfAProgramHasWhatAkkaLogs() throws Exception {
    Path log = directory.resolve("sophie.log");
    Files.writeString(
        directory.resolve("logback.xml"),
        """
        <configuration>
          <appender name="file" class="ch.qos.logback.core.FileAppender">
            <file>%s</file>
            <encoder><pattern>%%logger - %%msg%%n</pattern></encoder>
          </appender>
          <root level="info"><appender-ref ref="file"/></root>
        </configuration>
        """
            .formatted(log));
    List<String> withLogback = new ArrayList<>(library);
    withLogback.addAll(
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> artifact(entry).startsWith("logback-"))
            .toList());

    try (PipedProcess moebi = chat.startNode("moebi");
        PipedProcess sophie = start(withLogback)) {
      moebi.awaitOutput("sophie@localhost: hi");
      assertThat(sophie.awaitExit()).isZero();
      assertThat(sophie.output()).containsExactly(OUTPUT);
    }

    assertThat(Files.readAllLines(log)).anyMatch(line -> line.startsWith("akka.remote."));
  }

  /** A POM manages the versions of its own dependencies only, not of theirs. */
  @Test
  void aProgramGetsTheVersionsOfJacksonThatThePomManages() throws Exception {
    List<String> named = dependencies("not(optional='true' or scope='test')");

    assertThat(library)
        .map(LibraryTest::artifact)
        .filteredOn(artifact -> artifact.startsWith("jackson-"))
        .isNotEmpty()
        .allMatch(artifact -> named.contains(artifact.replace("_2.13", "_")));
  }

  private PipedProcess start(List<String> classPath) throws Exception {
    return PipedProcess.start(
        List.of(
            Jdks.java(Path.of(System.getProperty("java.home"))).toString(),
            "-cp",
            directory + File.pathSeparator + joined(classPath),
            "example.Sophie"),
        chat.environment());
  }

  private static String joined(List<String> classPath) {
    return String.join(File.pathSeparator, classPath);
  }

  /** Returns the class path of this test without the test classes and without some artifacts. */
  private static List<String> classPath(List<String> without) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .filter(entry -> without.stream().noneMatch(artifact(entry)::startsWith))
        .toList();
  }

  /** Returns the artifact of a jar in a repository: {@code .../ARTIFACT/VERSION/JAR}. */
  private static String artifact(String jar) {
    return Path.of(jar).resolve("../..").normalize().getFileName() + "";
  }

  /** Returns the artifacts of the POM's dependencies that fulfil an XPath condition. */
  private static List<String> dependencies(String condition) throws Exception {
    Document pom =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("pom.xml"));
    NodeList artifacts =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                    "/project/dependencies/dependency[" + condition + "]/artifactId",
                    pom,
                    XPathConstants.NODESET);
    return IntStream.range(0, artifacts.getLength())
        .mapToObj(i -> artifacts.item(i).getTextContent().replace("${scala.binary}", ""))
        .toList();
  }
}
