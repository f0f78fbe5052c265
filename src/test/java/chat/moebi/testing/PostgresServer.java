package chat.moebi.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of a test's own, on the loopback interface. PostgreSQL refuses to run as
 * root; then it runs as the user postgres.
 */
public final class PostgresServer implements AutoCloseable {

  private static final String PASSWORD = "secret";

  private final Path programs;
  private final Path directory;
  private final int port;
  private int databases;

  /** Creates and starts a server. */
  public PostgresServer() throws IOException {
    programs = programs().orElseThrow();
    port = FreePorts.find(1)[0];
    directory =
        Files.createTempDirectory(
            "postgres",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (isRoot()) {
      run(List.of("chown", "postgres", directory.toString()));
    }
    try {
      Path password = directory.resolve("password");
      asServer("sh", "-c", "umask 077; echo " + PASSWORD + " >" + password);
      asServer(
          programs.resolve("initdb").toString(),
          "--pgdata=" + data(),
          "--username=chat",
          "--pwfile=" + password,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C.UTF-8",
          "--no-sync");
      start();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Returns why there can be no server here; empty if there can. */
  public static Optional<String> objection() {
    if (programs().isEmpty()) {
      return Optional.of("needs PostgreSQL: install postgresql");
    }
    return isRoot() && !Files.exists(Path.of("/usr/sbin/runuser"))
        ? Optional.of("needs runuser, since PostgreSQL does not run as root")
        : Optional.empty();
  }

  /** Creates an empty database, and returns its URL. */
  public String newDatabase() throws IOException {
    String name = "chat" + databases++;
    asServer(
        "env",
        "PGPASSWORD=" + PASSWORD,
        programs.resolve("createdb").toString(),
        "--host=127.0.0.1",
        "--port=" + port,
        "--username=chat",
        name);
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=chat&password=" + PASSWORD;
  }

  /** Starts the server after {@link #stop}, on the same port. */
  public void start() throws IOException {
    String options =
        "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -p " + port;
    control("start", "--options=" + options, "--log=" + directory.resolve("log"));
  }

  /** Stops the server at once, without a word to its clients. */
  public void stop() throws IOException {
    control("stop", "--mode=immediate");
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(data().resolve("postmaster.pid"))) {
      stop();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private void control(String action, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(programs.resolve("pg_ctl").toString(), action, "--pgdata=" + data(), "-w"));
    command.addAll(List.of(options));
    asServer(command.toArray(String[]::new));
  }

  private void asServer(String... command) throws IOException {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("/usr/sbin/runuser", "-u", "postgres", "--"));
    }
    all.addAll(List.of(command));
    run(all);
  }

  private static void run(List<String> command) throws IOException {
    Path output = Files.createTempFile("postgres", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(new File("/"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(command + " failed: " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(output);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Debian keeps the programs of each version in a directory of its own. */
  private static Optional<Path> programs() {
    List<Path> directories = new ArrayList<>();
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(debian)) {
        versions.forEach(version -> directories.add(version.resolve("bin")));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    for (String entry : System.getenv("PATH").split(File.pathSeparator)) {
      directories.add(Path.of(entry));
    }
    return directories.stream()
        .filter(directory -> Files.isExecutable(directory.resolve("initdb")))
        .findFirst();
  }
}
