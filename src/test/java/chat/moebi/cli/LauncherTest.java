package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code ./chat} in a project of its own, with stand-ins for the JVM, which prints its
 * arguments, and for the program that creates the archive.
 */
class LauncherTest {

  private static final Instant BEFORE = Instant.now().minusSeconds(60);

  @TempDir Path temporary;

  private Path home;
  private Path made;

  @BeforeEach
  void prepare() throws Exception {
    home = temporary.toRealPath();
    made = home.resolve("made");
    Files.createDirectories(home.resolve("src/main/sh"));
    Files.createDirectories(home.resolve("target"));
    Files.copy(Path.of("chat"), home.resolve("chat"));
    old(Files.createFile(home.resolve("pom.xml")));
    old(Files.createFile(home.resolve("src/main/jvm.options")));
    makerDoes("sleep 0.2; echo >>\"" + made + "\"; echo >\"$3\"");
    Files.createFile(home.resolve("target/chat.jar"));
    jvm("jdk");
  }

  @Test
  void makesTheArchiveOnceAndStartsFromIt() throws Exception {
    assertThat(chat("jdk", "--name", "kate")).containsSequence(archive(), "-jar", jar(), "--name");
    assertThat(chat("jdk", "--name", "kate")).contains(archive());
    assertThat(timesMade()).isEqualTo(1);
  }

  @Test
  void makesItOnceForSeveralThatStartTogether() throws Exception {
    List<PipedProcess> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(start("jdk", "--name", "kate"));
    }
    for (PipedProcess one : all) {
      assertThat(one.awaitExit()).isZero();
      assertThat(one.output()).contains(archive());
    }
    assertThat(timesMade()).isEqualTo(1);
  }

  @Test
  void makesAnotherForAnotherJarAndForAnotherJvm() throws Exception {
    chat("jdk", "--version");
    Files.writeString(home.resolve("target/chat.jar"), "another");
    assertThat(chat("jdk", "--version")).contains(archive());
    assertThat(timesMade()).isEqualTo(2);

    jvm("other jdk");
    assertThat(chat("other jdk", "--version")).contains(archive());
    assertThat(timesMade()).isEqualTo(3);
  }

  @Test
  void goesOnWithoutOneThatCannotBeMadeSaysSoOnceAndDoesNotTryAgain() throws Exception {
    makerDoes("echo >>\"" + made + "\"; echo half of it >\"$3\"; echo why; exit 1");

    try (PipedProcess first = start("jdk", "--name", "kate")) {
      assertThat(first.awaitExit()).isZero();
      assertThat(first.output()).doesNotContain(archive()).contains("-jar");
      assertThat(first.errors())
          .endsWith(
              "quick starts cannot be prepared on this JVM; all works, and starts take longer");
    }
    try (PipedProcess second = start("jdk", "--name", "kate")) {
      assertThat(second.awaitExit()).isZero();
      assertThat(second.output()).doesNotContain(archive()).contains("-jar");
      assertThat(second.errors()).isEmpty();
    }
    assertThat(timesMade()).isEqualTo(1);
  }

  @Test
  void addsNothingToTheOutputOfTheProgram() throws Exception {
    try (PipedProcess first = start("jdk", "send", "kate", "@hi there")) {
      assertThat(first.awaitExit()).isZero();
      assertThat(first.output().get(0)).startsWith("@").endsWith("jvm.options");
      assertThat(first.output()).endsWith("-jar", jar(), "send", "kate", "@hi there");
      assertThat(first.errors()).hasSize(1);
    }
    try (PipedProcess second = start("jdk", "send", "kate", "hi")) {
      assertThat(second.awaitExit()).isZero();
      assertThat(second.errors()).isEmpty();
    }
  }

  @Test
  void preparesNothingForAShellThatCompletesAWord() throws Exception {
    List<String> command = List.of("sh", home.resolve("chat").toString(), "nodes");
    Map<String, String> environment = new HashMap<>(environment("jdk"));
    environment.put("COMP_LINE", "chat send k");
    try (PipedProcess nodes = PipedProcess.start(command, environment)) {
      assertThat(nodes.awaitExit()).isZero();
      assertThat(nodes.output()).contains("-jar", "nodes").doesNotContain(archive());
      assertThat(nodes.errors()).isEmpty();
    }
    assertThat(made).doesNotExist();
  }

  @Test
  void leavesTheInputToTheProgram() throws Exception {
    makerDoes("cat; echo >\"$3\"");
    Files.writeString(home.resolve("jdk/bin/java"), "#!/bin/sh\ncat\n");
    try (PipedProcess chat = start("jdk", "--name", "kate")) {
      chat.type("@alex hi");
      chat.endInput();
      assertThat(chat.awaitExit()).isZero();
      assertThat(chat.output()).containsExactly("@alex hi");
    }
  }

  @Test
  void reopensClosedDescriptorsSoThatNoFileOfTheJvmGetsTheirNumbers() throws Exception {
    Path told = home.resolve("told");
    Files.writeString(
        home.resolve("jdk/bin/java"),
        "#!/bin/sh\nopen=$(readlink /proc/$$/fd/[012])\necho \"$open\" >'" + told + "'\n");
    assertThat(chat("jdk", "--version")).isEmpty(); // The slow first start is over.
    String closed = "exec sh '" + home.resolve("chat") + "' --version <&- >&- 2>&-";
    try (PipedProcess chat = PipedProcess.start(List.of("sh", "-c", closed), environment("jdk"))) {
      assertThat(chat.awaitExit()).isZero();
    }
    assertThat(Files.readAllLines(told)).containsExactly("/dev/null", "/dev/null", "/dev/null");
  }

  @Test
  void givesTheProgramALocaleThatIsThere() throws Exception {
    Files.writeString(home.resolve("jdk/bin/java"), "#!/bin/sh\necho $LC_ALL\n");
    assertThat(chat("jdk", "--version")).containsExactly("C.UTF-8");
  }

  private List<String> chat(String jdk, String... arguments) throws Exception {
    try (PipedProcess chat = start(jdk, arguments)) {
      assertThat(chat.awaitExit()).isZero();
      return chat.output();
    }
  }

  private PipedProcess start(String jdk, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", home.resolve("chat").toString()));
    command.addAll(List.of(arguments));
    return PipedProcess.start(command, environment(jdk));
  }

  private Map<String, String> environment(String jdk) {
    String java = home.resolve(jdk).toString();
    return Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", java, "LC_ALL", "xx_XX.UTF-8");
  }

  private void jvm(String name) throws Exception {
    Path java = home.resolve(name).resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.createDirectories(home.resolve(name).resolve("lib"));
    Files.createFile(home.resolve(name).resolve("lib/modules"));
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void makerDoes(String what) throws Exception {
    old(Files.writeString(home.resolve("src/main/sh/make-archive"), what + "\n"));
  }

  private static void old(Path file) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(BEFORE));
  }

  private int timesMade() throws Exception {
    return Files.readAllLines(made).size();
  }

  private String archive() {
    return "-XX:SharedArchiveFile=" + home.resolve("target/chat.jsa");
  }

  private String jar() {
    return home.resolve("target/chat.jar").toString();
  }
}
