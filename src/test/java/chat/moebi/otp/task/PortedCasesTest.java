package chat.moebi.otp.task;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.TestReferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortedCasesTest {

  @Test
  void eachCaseOfATableNamesTestsThatRun() throws IOException {
    String document = Files.readString(Path.of("docs/ported-cases.md"));
    List<String> cases =
        document
            .lines()
            .filter(line -> line.startsWith("| ") && !line.endsWith("| here |"))
            .toList();
    assertThat(cases).hasSizeGreaterThan(150);
    assertThat(cases).noneMatch(row -> TestReferences.in(row).isEmpty());
    assertThat(TestReferences.problemsIn(document)).isEmpty();
  }
}
