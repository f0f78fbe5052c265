package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.TestReferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that each feature in docs/comparison.md names the tests that show it. */
class ComparisonTest {

  @Test
  void eachFeatureNamesTestsThatRun() throws IOException {
    List<String> rows;
    try (Stream<String> lines = Files.lines(Path.of("docs/comparison.md"))) {
      rows = lines.filter(line -> line.startsWith("| ") && !line.startsWith("| here |")).toList();
    }
    assertThat(rows).hasSizeGreaterThan(35);
    for (String row : rows) {
      assertThat(row.split(" \\| ")).as(row).hasSize(7);
      String tests = row.substring(row.lastIndexOf(" | "));
      assertThat(tests).matches(" \\| (`[\\w.]*#\\w+`(, )?)+ \\|");
      assertThat(TestReferences.problemsIn(tests)).as(row).isEmpty();
    }
  }
}
