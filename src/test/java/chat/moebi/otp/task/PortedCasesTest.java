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
  void eachCaseNamesTestsThatRunOrSaysWhyItIsAbsent() throws IOException {
    String list = Files.readString(Path.of("src/test/resources/golden/ported-cases.txt"));
    List<String> cases = list.lines().filter(line -> !line.startsWith("#")).toList();
    assertThat(cases).filteredOn(line -> !line.contains(" | absent: ")).hasSizeGreaterThan(165);
    assertThat(cases)
        .noneMatch(line -> TestReferences.in(line).isEmpty() && !line.contains(" | absent: "));
    assertThat(TestReferences.problemsIn(list)).isEmpty();
  }
}
