package chat.moebi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.bench.Comparison.Goal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows when a smoke test fails and when it passes. */
class GuardTest {

  /** Twice as fast as the peer. */
  private static final Comparison RATE =
      new Comparison("rate", List.of(20.0), List.of(10.0), Goal.ratioAtLeast(10));

  /** Four times as much memory as the peer. */
  private static final Comparison MEMORY =
      new Comparison("memory", List.of(200.0), List.of(50.0), Goal.atMost(100));

  @TempDir Path directory;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path file;
  private Guard guard;

  @BeforeEach
  void makeGuard() {
    file = directory.resolve("recorded.json");
    guard = new Guard(file, new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @Test
  void aFigureThatWasNotRecordedPasses() throws IOException {
    assertThat(guard.conclude("run", List.of(RATE, MEMORY), 0)).isZero();
    record("{}");
    assertThat(guard.conclude("run", List.of(RATE, MEMORY), 0)).isZero();
    record("{ \"start: rate\" : 100 }");
    assertThat(guard.conclude("run", List.of(RATE, MEMORY), 0)).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(guard.conclude("start", List.of(RATE, MEMORY), 0)).isEqualTo(1);
  }

  @Test
  void aMissedGoalPassesIfAtMostHalfOfTheRecordedRatioIsLost() throws IOException {
    record("{ \"run: rate\" : 3.9, \"run: memory\" : 2.1 }");
    assertThat(guard.conclude("run", List.of(RATE, MEMORY), 0)).isZero();
  }

  @Test
  void aLossOfMoreThanHalfOfTheRecordedRatioFails() throws IOException {
    record("{ \"run: rate\" : 4.1 }");
    assertThat(guard.conclude("run", List.of(RATE, MEMORY), 0)).isEqualTo(1);
    record("{ \"run: memory\" : 1.9 }");
    assertThat(guard.conclude("run", List.of(RATE, MEMORY), 0)).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "more than half is lost: run: rate: ratio 2.00, recorded 4.10",
            "more than half is lost: run: memory: ratio 4.00, recorded 1.90");
  }

  @Test
  void withoutAPeerNothingIsCompared() throws IOException {
    record("{ \"run: rate\" : 1000, \"run: memory\" : 0.001 }");
    List<Comparison> alone =
        List.of(
            new Comparison("rate", List.of(20.0), List.of(), RATE.goal()),
            new Comparison("memory", List.of(200.0), List.of(), MEMORY.goal()));
    assertThat(guard.conclude("run", alone, 0)).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("nothing to compare with");
  }

  @Test
  void besideMuchOtherWorkNothingIsCompared() throws IOException {
    record("{ \"run: rate\" : 1000 }");
    assertThat(guard.conclude("run", List.of(RATE), 24)).isEqualTo(1);
    said.reset();
    assertThat(guard.conclude("run", List.of(RATE), 26)).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("the machine has too much other");
  }

  @Test
  void aFigureWithoutAGoalIsNotCompared() throws IOException {
    record("{ \"run: idle\" : 1000 }");
    Comparison idle = new Comparison("idle", List.of(1.0), List.of(1.0), Goal.none());
    assertThat(guard.conclude("run", List.of(idle, RATE), 0)).isZero();
  }

  @Test
  void recordsTheRatiosThatHaveAGoalAndKeepsThoseOfOtherBenchmarks() throws IOException {
    record("{ \"start: rate\" : 7.0, \"run: rate\" : 1000 }");
    guard.record = true;
    Comparison idle = new Comparison("idle", List.of(1.0), List.of(1.0), Goal.none());
    assertThat(guard.conclude("run", List.of(RATE, MEMORY, idle), 0)).isZero();
    assertThat(file)
        .hasContent(
            """
            {
              "run: memory" : 4.0,
              "run: rate" : 2.0,
              "start: rate" : 7.0
            }
            """);
  }

  private void record(String json) throws IOException {
    Files.writeString(file, json);
  }
}
