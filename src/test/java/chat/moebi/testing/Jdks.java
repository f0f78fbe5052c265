package chat.moebi.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs of this machine that the program has to work on. */
public final class Jdks {

  private static final int FLOOR = 17;

  private Jdks() {}

  /** Returns the JDK that runs the tests, and the other installed JDKs from 17 on. */
  public static Stream<Path> all() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    List<Path> beside;
    try (Stream<Path> directories = Files.list(own.getParent())) {
      beside = directories.filter(Jdks::isJdk).toList();
    }
    return Stream.concat(Stream.of(own), beside.stream().map(Jdks::real)).distinct();
  }

  /** Returns the path of a JDK's {@code java}. */
  public static Path java(Path jdk) {
    return jdk.resolve("bin/java");
  }

  private static boolean isJdk(Path directory) {
    return Files.isExecutable(java(directory)) && release(directory) >= FLOOR;
  }

  private static int release(Path jdk) {
    Properties release = new Properties();
    try (Reader file = Files.newBufferedReader(jdk.resolve("release"))) {
      release.load(file);
    } catch (IOException e) {
      return 0; // Every JDK from 9 on has this file.
    }
    String version = release.getProperty("JAVA_VERSION", "0");
    return Integer.parseInt(version.replaceFirst("\"?(\\d+).*", "$1"));
  }

  private static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
