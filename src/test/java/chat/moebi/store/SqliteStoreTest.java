package chat.moebi.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreCases {

  @TempDir Path directory;

  @Override
  StoreSettings settings(int maxKept, long maxKeptBytes) {
    return StoredTexts.settings("", directory.resolve("chat"), maxKept, maxKeptBytes);
  }
}
