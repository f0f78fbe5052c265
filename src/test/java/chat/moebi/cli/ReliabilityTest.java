package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sees to it that the tests exist that docs/reliability.md names for each fault. */
class ReliabilityTest {

  @Test
  void eachFaultHasATest() throws IOException {
    List<String> rows;
    try (Stream<String> lines = Files.lines(Path.of("docs/reliability.md"))) {
      rows = lines.filter(line -> line.startsWith("| ")).skip(1).toList();
    }
    List<String> tests;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      tests = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(rows).hasSizeGreaterThan(20);
    for (String row : rows) {
      List<String> named =
          Pattern.compile("`(\\w+Test)`")
              .matcher(row)
              .results()
              .map((MatchResult result) -> result.group(1) + ".java")
              .toList();
      assertThat(named).as(row).isNotEmpty();
      assertThat(tests).containsAll(named);
    }
  }
}
