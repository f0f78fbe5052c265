package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sees to it that the README's Java examples are code that compiles: those in {@code example}. */
class ReadmeTest {

  @ParameterizedTest
  @ValueSource(strings = {"Sophie", "Dice"})
  void showsTheExampleAsItIs(String example) throws IOException {
    String source = Files.readString(Path.of("src/test/java/example/" + example + ".java"));
    String shown = source.substring(source.indexOf("package "));
    assertThat(Files.readString(Path.of("README.md")))
        .contains("```java\n" + shown.strip() + "\n```");
  }
}
