package chat.moebi.cookie;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory in which a test keeps a cookie file. */
@Timeout(60)
abstract class CookieFileTestBase {

  static final String ONE = Cookie.generate().text();
  static final String TWO = Cookie.generate().text();

  @TempDir Path temporary;
  Path directory;
  Path file;

  @BeforeEach
  void choosePath() {
    directory = temporary.resolve("config/chat");
    file = directory.resolve("cookie");
  }

  static void giveAway(Path path) throws IOException {
    assumeTrue(OwnerOnly.uid() == 0, "needs root, who alone can give a file away");
    Files.setAttribute(path, "unix:uid", 12_345);
  }
}
