package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cookie.OwnerOnly;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enters lines in one run of a prompt, and reads them in the next. */
class InputHistoryTest {

  @TempDir Path home;

  private final List<String> notes = new ArrayList<>();
  private Path file;

  @BeforeEach
  void choose() {
    file = home.resolve("state/chat/alex@localhost.input");
  }

  @Test
  void linesAreThereInTheNextRun() throws IOException {
    enter("@kate hi", "", "two  words ", "back\\slash \\n", "日本語 👍");

    assertThat(lines()).containsExactly("@kate hi", "two  words ", "back\\slash \\n", "日本語 👍");
    assertThat(notes).isEmpty();
  }

  @Test
  void aLineWithLineBreaksIsOneLine() throws IOException {
    enter("@kate one\ntwo\r\n\nfour");

    assertThat(lines()).containsExactly("@kate one\ntwo\r\n\nfour");
  }

  @Test
  void aLineThatBeginsWithABlankIsLeftOutAndARepeatedOneIsThereOnce() throws IOException {
    enter(" secret", "\tsecret", "hi", "hi", " hi", "hi");

    assertThat(lines()).containsExactly("hi");
  }

  @Test
  void onlyTheOwnerCanReadTheFileWhateverTheModeItHad() throws IOException {
    enter("hi");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(file.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    enter("and again");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theNewestThousandLinesAreKept() throws IOException {
    enter(IntStream.range(0, 2500).mapToObj(i -> "line " + i).toArray(String[]::new));

    assertThat(Files.readAllLines(file)).hasSizeBetween(800, 1000);
    assertThat(lines()).hasSizeBetween(800, 1000).last().isEqualTo("line 2499");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aMegabyteIsKept() throws IOException {
    String longest = "x".repeat(60_000);
    enter(IntStream.range(0, 30).mapToObj(i -> i + longest).toArray(String[]::new));

    assertThat(Files.size(file)).isBetween(500_000L, 1L << 20);
    assertThat(lines()).last().isEqualTo("29" + longest);
  }

  @Test
  void aLineThatCannotBeSentForItsLengthIsKeptInThisRunOnly() throws IOException {
    InputHistory history = history();
    history.open();
    enter(history, "x".repeat(70_000));
    enter(history, "hi");

    assertThat(history.size()).isEqualTo(2);
    assertThat(lines()).containsExactly("hi");
  }

  @Test
  void aPlaceForTheFileThatWasNotUsedYetMakesTheFirstRun() throws IOException {
    assertThat(history().isFirst()).isTrue();
    enter("hi");
    assertThat(history().isFirst()).isFalse();
    assertThat(new InputHistory(reader(), Optional.empty(), notes::add).isFirst()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fine\nends in a backslash\\\n", "fine\n\u00ff\n"})
  void aDamagedFileIsLeftAsItIs(String content) throws IOException {
    byte[] damaged = content.getBytes(StandardCharsets.ISO_8859_1);
    Files.createDirectories(file.getParent(), OwnerOnly.DIRECTORY);
    Files.write(file, damaged);

    enter("hi", "you");

    assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    assertThat(notes)
        .containsExactly(
            "input is not remembered after this run: " + file + " is damaged; move it away");
  }

  @Test
  void somethingElseInTheFilesPlaceIsLeftAsItIs() throws IOException {
    Files.createDirectories(file, OwnerOnly.DIRECTORY);

    enter("hi");

    assertThat(file).isEmptyDirectory();
    assertThat(notes)
        .containsExactly(
            "input is not remembered after this run: " + file + " is not a file; move it away");
  }

  @Test
  void aDirectoryThatOthersCanReachIntoIsNotUsed() throws IOException {
    Files.createDirectories(file.getParent());
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));

    enter("hi");

    assertThat(file).doesNotExist();
    assertThat(notes).singleElement().asString().contains("others can reach into it; type: chmod");
  }

  @Test
  void aFileThatCannotBeWrittenAnyMoreIsGivenUpOnce() throws IOException {
    InputHistory history = history();
    history.open();
    enter(history, "hi");
    Files.delete(file);
    Files.delete(file.getParent());
    Files.createFile(file.getParent()); // A file where the directory was.

    enter(history, "you");
    enter(history, "there");

    assertThat(notes)
        .containsExactly("input is not remembered after this run: " + file + ": Not a directory");
    assertThat(history.size()).isEqualTo(3);
  }

  /** Enters lines in a run of their own. */
  private void enter(String... lines) throws IOException {
    InputHistory history = history();
    history.open();
    for (String line : lines) {
      enter(history, line);
    }
  }

  private static void enter(InputHistory history, String line) {
    if (!line.isEmpty()) { // As JLine does.
      history.add(Instant.now(), line);
    }
    history.keep();
  }

  private List<String> lines() throws IOException {
    InputHistory history = history();
    history.open();
    return StreamSupport.stream(history.spliterator(), false).map(History.Entry::line).toList();
  }

  private InputHistory history() throws IOException {
    return new InputHistory(reader(), Optional.of(file), notes::add);
  }

  private static LineReader reader() throws IOException {
    return new LineReaderImpl(
        new DumbTerminal(
            "test",
            "dumb",
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            StandardCharsets.UTF_8));
  }
}
