package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Sees to it that the README's Java example is code that compiles: {@link example.Sophie}. */
class ReadmeTest {

  @Test
  void showsTheExampleAsItIs() throws IOException {
    String source = Files.readString(Path.of("src/test/java/example/Sophie.java"));
    String example = source.substring(source.indexOf("package "));
    assertThat(Files.readString(Path.of("README.md")))
        .contains("```java\n" + example.strip() + "\n```");
  }
}
