package chat.moebi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestReferencesTest {

  @Test
  void referencesAreFoundInATextInTheirOrder() {
    assertThat(TestReferences.in("| a row | `ATest.In#one`, `#two`<br>`BTest#three` | #dogs |"))
        .containsExactly("ATest.In#one", "ATest.In#two", "BTest#three");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TestReferencesTest#referencesAreFoundInATextInTheirOrder",
        "TestReferencesTest#aTestThatRunsIsAccepted", // a @ParameterizedTest
        "TestReferencesTest.Inner#isATest",
        "AwaitTaskCases.Await#returnsWhatTheTaskReturns", // inherited by AwaitTaskTest
        "AwaitTaskElsewhereTest.Await#returnsWhatTheTaskReturns",
        "LinksMultiNodeSpec#keepOrder"
      })
  void aTestThatRunsIsAccepted(String reference) throws IOException {
    assertThat(TestReferences.problemsIn(reference)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NoSuchTest#test: there is not exactly one class NoSuchTest",
        "TestReferencesTest#noSuchTest: there is no such test method",
        "TestReferencesTest#helper: there is no such test method",
        "TestReferencesTest.NoSuch#test: TestReferencesTest has no @Nested class NoSuch",
        "TestReferencesTest.Helper#test: TestReferencesTest has no @Nested class Helper",
        "LinksMultiNodeSpec#noSuchScenario: there is no such scenario",
        "FaultSuite#enterBarrier: there is no such scenario"
      })
  void aReferenceThatNamesNoTestThatRunsIsAProblem(String problem) throws IOException {
    assertThat(TestReferences.problemsIn(problem.replaceFirst(": .*", "")))
        .containsExactly(problem);
  }

  void helper() {}

  @Nested
  class Inner {

    @Test
    void isATest() throws IOException {
      assertThat(TestReferences.in("TestReferencesTest.Inner#isATest")).hasSize(1);
    }
  }

  static class Helper {

    @Test
    void test() {}
  }
}
