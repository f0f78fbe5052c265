package chat.moebi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the documents with the files they quote and link.
 *
 * <p>A paragraph that ends with a link to the file and a colon stands before each quotation: of
 * some lines of a Java file, or of a whole screen, which {@code TranscriptTest} compares.
 */
class DocumentsTest {

  private static final Path README = Path.of("README.md");

  private static final Pattern QUOTATION =
      Pattern.compile("]\\(([^)]+\\.java)\\):\n\n```java\n(.+?)\n```\n", Pattern.DOTALL);

  private static final Pattern SCREEN =
      Pattern.compile("]\\(([^)]+\\.txt)\\):\n\n```\n(.+?\n)```\n", Pattern.DOTALL);

  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  private static Stream<Path> documents() throws IOException {
    return Stream.concat(
        Stream.of(README, Path.of("CONTRIBUTING.md")),
        Files.walk(Path.of("docs")).filter(file -> file.toString().endsWith(".md")));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void quoteJavaAsItStandsInItsFile(Path document) throws IOException {
    String text = Files.readString(document);
    int quotations = 0;
    for (Matcher matcher = QUOTATION.matcher(text); matcher.find(); quotations++) {
      List<String> source = lines(Files.readString(document.resolveSibling(matcher.group(1))));
      assertThat(source).as(matcher.group(1)).containsSequence(lines(matcher.group(2)));
    }
    assertThat(text.lines().filter(line -> line.strip().equals("```java"))).hasSize(quotations);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/using.md"})
  void quoteScreensAsTheTestsFindThem(Path document) throws IOException {
    List<MatchResult> screens = SCREEN.matcher(Files.readString(document)).results().toList();
    assertThat(screens).isNotEmpty();
    for (MatchResult screen : screens) {
      assertThat(document.resolveSibling(screen.group(1))).hasContent(screen.group(2));
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linkToFilesThatExist(Path document) throws IOException {
    assertThat(LINK.matcher(Files.readString(document)).results())
        .allSatisfy(link -> assertThat(document.resolveSibling(link.group(1))).exists());
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(200);
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).toList();
  }
}
