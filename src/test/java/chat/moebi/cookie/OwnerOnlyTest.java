package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OwnerOnlyTest {

  // Run as a user whom /etc/passwd does not know, it shows that this one is not taken for root.
  @Test
  void whatTheUserMakesIsTheirOwn(@TempDir Path directory) throws IOException {
    assertThat(OwnerOnly.isOwn(Files.createFile(directory.resolve("file")))).isTrue();
  }
}
