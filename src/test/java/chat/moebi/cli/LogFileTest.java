package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  private static final int MAX_SIZE = 10_000;
  private static final int MAX_FORMER = 2;

  @TempDir private Path directory;

  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("chat.moebi.Some");
  private final AtomicLong now = new AtomicLong();
  private Path file;
  private RepeatedFailures appender;

  @BeforeEach
  void open() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    file = directory.resolve("kate@localhost.log");
    appender =
        new RepeatedFailures(context, LogFile.open(context, file, MAX_SIZE, MAX_FORMER), now::get);
    appender.start();
    logger.addAppender(appender);
  }

  @Test
  void allFilesTogetherKeepTheirBoundHoweverMuchIsLoggedAtOnce() throws IOException {
    for (int i = 0; i < 20_000; i++) {
      logger.warn("failure " + i);
    }

    assertThat(files()).hasSize(1 + MAX_FORMER);
    for (Path each : files()) {
      assertThat(Files.size(each)).isLessThan(MAX_SIZE + 200);
    }
  }

  @Test
  void formerLogsAreForTheirOwnerAloneLikeTheFirst() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      logger.info("line {}", i);
    }

    assertThat(files()).hasSize(1 + MAX_FORMER);
    for (Path each : files()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void anOlderLogThatOthersCanReadIsClosedToThem() throws IOException {
    Path older = directory.resolve("older.log");
    Files.createFile(
        older, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));

    LogFile.open(context, older, MAX_SIZE, MAX_FORMER).stop();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(older)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFailureThatIsRepeatedIsLoggedOnceAndThenItsCount() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      logger.warn("cannot ask {}", i, new IllegalStateException("no"));
      logger.warn("another");
    }
    logger.info("as ever");
    logger.info("as ever");

    assertThat(lines()).filteredOn(line -> line.contains("cannot ask")).hasSize(1);
    assertThat(lines()).filteredOn(line -> line.contains("as ever")).hasSize(2);

    now.addAndGet(Duration.ofSeconds(61).toNanos());
    logger.info("a minute later");
    logger.warn("cannot ask {}", "again");

    assertThat(lines())
        .filteredOn(line -> line.contains(" - "))
        .map(line -> line.substring(line.indexOf(" - ") + 3))
        .containsExactly(
            "cannot ask 0",
            "another",
            "as ever",
            "as ever",
            "repeated 999 times within 60 s: cannot ask {}",
            "repeated 999 times within 60 s: another",
            "a minute later",
            "cannot ask again");
  }

  @Test
  void repetitionsAreCountedAtTheEnd() throws IOException {
    logger.error("failed");
    logger.error("failed");
    appender.stop();

    assertThat(lines())
        .hasSize(2)
        .last()
        .asString()
        .endsWith("repeated 1 times within 60 s: failed");
  }

  @Test
  void messagesAndExceptionsCannotForgeALineOrControlATerminal() throws IOException {
    IllegalStateException cause = new IllegalStateException("cause\n\u001b[2J");
    RuntimeException failure = new RuntimeException("failure\nforged", cause);
    failure.addSuppressed(new RuntimeException("suppressed\r\u001b]0;title\u0007"));

    logger.error("manifest {}", "a\nb\u001b[31m\u202e", failure);

    assertThat(lines().get(0)).endsWith(" - manifest a\\nb\\x1b[31m\\u202e");
    assertThat(lines().get(1)).isEqualTo("java.lang.RuntimeException: failure\\nforged");
    assertThat(lines())
        .contains("Caused by: java.lang.IllegalStateException: cause\\n\\x1b[2J")
        .contains("\tSuppressed: java.lang.RuntimeException: suppressed\\x0d\\x1b]0;title\\x07");
    assertThat(Files.readString(file)).doesNotContain("\u001b", "\u202e", "\r");
  }

  private List<String> lines() throws IOException {
    return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\n"));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
