package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.TestReferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that each fault in docs/reliability.md names the tests that cause it. */
class ReliabilityTest {

  @Test
  void eachFaultNamesTestsThatRun() throws IOException {
    List<String> rows;
    try (Stream<String> lines = Files.lines(Path.of("docs/reliability.md"))) {
      rows = lines.filter(line -> line.startsWith("| ")).skip(1).toList();
    }
    assertThat(rows).hasSizeGreaterThan(45);
    for (String row : rows) {
      String tests = row.substring(row.lastIndexOf(" | "));
      // Only references count: a class alone would not say which of its tests causes the fault.
      assertThat(tests).matches(" \\| (`[\\w.]*#\\w+`(, )?)+ \\|");
      assertThat(TestReferences.problemsIn(tests)).as(row).isEmpty();
    }
  }
}
