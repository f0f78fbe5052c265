package chat.moebi.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of a few MiB in memory, mounted on a test's directory. Requires root. */
final class SmallDisk implements AutoCloseable {

  private final Path directory;

  SmallDisk(Path directory) throws IOException {
    this.directory = directory;
    run("mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "none");
  }

  /** Returns whether this user may mount one. */
  static boolean isPossible(Path directory) {
    try {
      new SmallDisk(directory).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  void setReadOnly(boolean isReadOnly) throws IOException {
    run("mount", "-o", "remount," + (isReadOnly ? "ro" : "rw"));
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy");
  }

  private void run(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.add(directory.toString());
    Process process = new ProcessBuilder(all).inheritIO().start();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(all + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
