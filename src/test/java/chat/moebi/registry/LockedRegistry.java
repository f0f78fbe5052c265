package chat.moebi.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A registry whose files nobody else can read or change until it is closed. */
public final class LockedRegistry implements AutoCloseable {

  private final LockFile lock;

  /** Takes the lock of the registry in a directory. */
  public LockedRegistry(Path directory) throws IOException {
    lock = LockFile.lock(directory.resolve("registry.lock"), Duration.ofSeconds(30)).orElseThrow();
  }

  @Override
  public void close() {
    lock.close();
  }
}
