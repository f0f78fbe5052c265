package chat.moebi.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An earlier version of the program, at the commit that the file {@code wire-baseline} names. The
 * nodes and scripts of this version must be able to talk to it.
 */
public final class WireBaseline {

  private static final Path FILE = Path.of("wire-baseline");
  private static final long MINUTES_TO_BUILD = 10;

  private WireBaseline() {}

  /**
   * Returns the jar of that commit. The first call builds the jar, which takes a minute; later
   * calls find it in the cache, in other runs too.
   *
   * <p>Skips the calling test if this checkout does not have the commit.
   */
  public static Path jar() throws IOException, InterruptedException {
    String commit = commit();
    Path jar = cache().resolve(commit + ".jar");
    if (!Files.isRegularFile(jar)) {
      assumeTrue(
          hasCommit(commit),
          "this checkout does not have the commit "
              + commit
              + " that wire-baseline names; clone the repository with its history, or run git"
              + " fetch --unshallow");
      Path project = Files.createTempDirectory("wire-baseline");
      try {
        build(commit, project, jar);
      } finally {
        delete(project);
      }
    }
    return jar;
  }

  private static String commit() throws IOException {
    return Files.readAllLines(FILE).stream()
        .filter(line -> !line.startsWith("#"))
        .findFirst()
        .orElseThrow(() -> new IOException(FILE + " names no commit"))
        .strip();
  }

  private static Path cache() {
    String directory = System.getenv("XDG_CACHE_HOME");
    Path caches =
        directory == null || directory.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(directory);
    return caches.resolve("chat").resolve("wire-baseline");
  }

  private static boolean hasCommit(String commit) throws InterruptedException {
    try {
      return new ProcessBuilder("git", "cat-file", "-e", commit + "^{commit}")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // Git is not installed.
    }
  }

  private static void build(String commit, Path project, Path jar)
      throws IOException, InterruptedException {
    Path archive = project.resolve("project.tar");
    run(Path.of(""), "git", "archive", "--format=tar", "--output=" + archive, commit);
    run(project, "tar", "-xf", archive.toString());
    try {
      run(project, maven("--offline"));
    } catch (IOException e) {
      try {
        run(project, maven()); // That commit may need a plugin that is not here yet.
      } catch (IOException again) {
        again.addSuppressed(e);
        throw again;
      }
    }
    Files.createDirectories(jar.getParent());
    Path copy = Files.createTempFile(jar.getParent(), "building", ".jar");
    try {
      Files.copy(project.resolve("target/chat.jar"), copy, StandardCopyOption.REPLACE_EXISTING);
      // Moved into place, so that another run finds a whole jar or none.
      Files.move(copy, jar, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static String[] maven(String... flags) {
    List<String> command =
        new ArrayList<>(List.of("mvn", "-q", "-B", "-P", "!strict", "-Dmaven.test.skip=true"));
    String repository = System.getProperty("localRepository");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    command.addAll(List.of(flags));
    command.add("package");
    return command.toArray(String[]::new);
  }

  private static void run(Path directory, String... command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("wire-baseline", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process process = builder.start();
      if (!process.waitFor(MINUTES_TO_BUILD, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new IOException(List.of(command) + " took longer than " + MINUTES_TO_BUILD + " min");
      }
      if (process.exitValue() != 0) {
        throw new IOException(List.of(command) + " failed:\n" + Files.readString(said));
      }
    } finally {
      Files.delete(said);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(WireBaseline::deleteFile);
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
