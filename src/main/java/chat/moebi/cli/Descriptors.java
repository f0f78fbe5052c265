package chat.moebi.cli;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The standard descriptors. The next file or socket opened gets the number of a descriptor that was
 * closed when the program started, and would be read as messages or be written to.
 */
final class Descriptors {

  private static final Path OPEN = Path.of("/proc/self/fd");

  /** They stay open, so that the numbers stay taken. */
  private static final List<InputStream> PLACEHOLDERS = new ArrayList<>();

  private Descriptors() {}

  /**
   * Takes the number of each closed descriptor: as an empty input, or as an output that fails. Call
   * this before anything is opened.
   */
  static void keep() throws IOException {
    for (int number = 0; number <= 2 && Files.isDirectory(OPEN); number++) {
      if (!Files.exists(OPEN.resolve(Integer.toString(number)))) {
        PLACEHOLDERS.add(new FileInputStream("/dev/null")); // It gets the lowest free number.
      }
    }
  }

  /** Returns standard input; empty if it was closed. */
  static InputStream input() throws IOException {
    return isOfTheJvm(OPEN.resolve("0"))
        ? InputStream.nullInputStream()
        : new FileInputStream(FileDescriptor.in);
  }

  // The JVM opens files of the JDK and of the class path before the program can look.
  private static boolean isOfTheJvm(Path descriptor) throws IOException {
    if (!Files.isRegularFile(descriptor)) {
      return false;
    }
    Path file = Files.readSymbolicLink(descriptor);
    if (file.startsWith(Path.of(System.getProperty("java.home")).toRealPath())) {
      return true;
    }
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path program = Path.of(part);
      if (Files.isRegularFile(program) && Files.isSameFile(program, descriptor)) {
        return true;
      }
    }
    return false;
  }
}
