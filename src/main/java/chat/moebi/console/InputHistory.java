package chat.moebi.console;

import chat.moebi.cookie.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.reader.LineReader;
import org.jline.reader.impl.history.DefaultHistory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines entered at a prompt, kept from one run to the next in a file that only its owner can
 * read. The number and the size of the lines are limited. Lines that begin with a blank are left
 * out.
 *
 * <p>The file is read at the first key, so that the prompt does not wait for it. Without a usable
 * file, the lines of this run are all there is, and the file stays as it is.
 */
final class InputHistory extends DefaultHistory {

  private static final Logger LOG = LoggerFactory.getLogger(InputHistory.class);

  private static final int MAX_LINES = 1000;
  private static final long MAX_BYTES = 1 << 20;

  /** JLine lets the file grow by a quarter before it shortens it. */
  private static final int SHORTENED_LINES = MAX_LINES * 4 / 5;

  private final LineReader reader;
  private final Consumer<String> notes;

  /** Empty if no file is used. */
  private Optional<Path> file;

  private boolean isOpen;

  /**
   * Creates the history of a line reader, and attaches it.
   *
   * @param file where the lines are kept; empty to keep them in memory only
   * @param notes shows why the lines are not kept, if they cannot be
   */
  InputHistory(LineReader reader, Optional<Path> file, Consumer<String> notes) {
    this.reader = reader;
    this.file = file;
    this.notes = notes;
    reader.setVariable(LineReader.HISTORY_SIZE, MAX_LINES);
    reader.setVariable(LineReader.HISTORY_FILE_SIZE, SHORTENED_LINES);
    // Saved by keep(), as the lines were entered, in a file that stays readable for people.
    reader.unsetOpt(LineReader.Option.HISTORY_INCREMENTAL);
    reader.unsetOpt(LineReader.Option.HISTORY_REDUCE_BLANKS);
    reader.unsetOpt(LineReader.Option.HISTORY_TIMESTAMPED);
    attach(reader);
  }

  /** Whether there is a place for the lines, and no earlier run has used it. */
  boolean isFirst() {
    return file.isPresent() && !Files.exists(file.get());
  }

  /** Reads the lines of earlier runs, once. */
  void open() {
    if (isOpen || file.isEmpty()) {
      return;
    }
    isOpen = true;
    try {
      Path path = file.get();
      OwnerOnly.createDirectory(path.getParent());
      if (Files.exists(path)) {
        check(path);
        OwnerOnly.restrict(path);
      }
      reader.setVariable(LineReader.HISTORY_FILE, path);
      load();
    } catch (UncheckedIOException | IndexOutOfBoundsException e) { // As JLine reports them.
      giveUp(file.get() + " is damaged; move it away", e);
    } catch (IOException e) {
      giveUp(sentence(e), e);
    }
  }

  @Override
  public void add(Instant time, String line) {
    if (!line.startsWith("\t")) { // JLine looks for a space only.
      super.add(time, line);
    }
  }

  /** Appends the new lines to the file. */
  void keep() {
    if (file.isEmpty() || isEmpty()) {
      return;
    }
    try {
      Path path = file.get();
      if (!Files.exists(path)) {
        Files.createFile(path, OwnerOnly.FILE);
      }
      save();
      for (int lines = size(); Files.size(path) > MAX_BYTES && lines > 1; ) {
        lines /= 2;
        trimHistory(path, lines);
      }
    } catch (UncheckedIOException | IndexOutOfBoundsException e) {
      giveUp(file.get() + " is damaged; move it away", e);
    } catch (IOException e) {
      giveUp(sentence(e), e);
    }
  }

  /** Whether a line may be in the file: a longer one cannot be sent either. */
  @Override
  public boolean isPersistable(Entry entry) {
    return entry.line().length() <= Line.MAX_BYTES;
  }

  private static void check(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + " is not a file; move it away");
    }
    if (Files.size(path) > 4 * MAX_BYTES) {
      throw new IOException(path + " is too large; move it away");
    }
  }

  private void giveUp(String reason, Exception e) {
    LOG.warn("no input history is kept", e);
    file = Optional.empty();
    reader.setVariable(LineReader.HISTORY_FILE, null);
    notes.accept("input is not remembered after this run: " + reason);
  }

  private static String sentence(IOException e) {
    return e instanceof FileSystemException file && file.getReason() == null
        ? file.getFile() + " cannot be read and written"
        : e.getMessage();
  }
}
