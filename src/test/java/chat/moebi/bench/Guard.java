package chat.moebi.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/**
 * Compares the ratios of a smoke test with the recorded ratios. Ratios to the peer vary less
 * between machines than figures do, and the limit is wide, so that noise breaks no build but a real
 * loss does.
 */
final class Guard {

  /** The text about the guard in the usage. */
  static final String USAGE =
      "With --smoke it ends with 1 if more than half is lost against bench/recorded.json.";

  /** If other work takes a larger share of the machine, nothing is compared. */
  private static final double QUIET_PERCENT = 25;

  private final Path file;
  private final PrintStream out;

  @Option(
      names = "--record",
      description = "With --smoke: write to bench/recorded.json what was measured.")
  boolean record;

  Guard() {
    this(Lab.PROJECT.resolve("bench/recorded.json"), System.out);
  }

  Guard(Path file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  /** Refuses options that contradict each other. */
  void check(Options options, boolean isCompared) {
    if (record && !(options.smoke && isCompared)) {
      throw options.wrong("--record goes with --smoke, and not with --try");
    }
  }

  /**
   * Records the ratios, or compares them with the recorded ones, and prints the result.
   *
   * @param otherPercent the share of the machine that other work took meanwhile
   * @return the exit status: 1 if too much is lost
   */
  int conclude(String bench, List<Comparison> comparisons, double otherPercent) throws IOException {
    List<Comparison> guarded = comparisons.stream().filter(Guard::isGuarded).toList();
    if (guarded.isEmpty()) {
      out.println("nothing to compare with, so nothing is judged");
      return 0;
    }
    Map<String, Double> recorded = recorded();
    if (record) {
      guarded.forEach(
          comparison ->
              recorded.put(key(bench, comparison), Math.round(comparison.ratio() * 100) / 100.0));
      String text = Measured.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(recorded);
      Files.writeString(file, text + "\n");
      out.println("recorded in bench/recorded.json");
      return 0;
    }
    if (otherPercent > QUIET_PERCENT) {
      out.println("the machine has too much other work, so nothing is judged");
      return 0;
    }
    return judge(bench, guarded, recorded);
  }

  private int judge(String bench, List<Comparison> guarded, Map<String, Double> recorded) {
    int status = 0;
    for (Comparison comparison : guarded) {
      Double former = recorded.get(key(bench, comparison));
      if (former != null && comparison.isLossAgainst(former)) {
        out.printf(
            "more than half is lost: %s: ratio %s, recorded %s%n",
            key(bench, comparison), Numbers.write(comparison.ratio()), Numbers.write(former));
        status = 1;
      }
    }
    return status;
  }

  private static boolean isGuarded(Comparison comparison) {
    return comparison.hasPeer() && !Double.isNaN(comparison.goal().bound());
  }

  private static String key(String bench, Comparison comparison) {
    return bench + ": " + comparison.figure();
  }

  private Map<String, Double> recorded() throws IOException {
    Map<String, Double> recorded = new TreeMap<>();
    if (Files.exists(file)) {
      Measured.JSON
          .readTree(file.toFile())
          .fields()
          .forEachRemaining(entry -> recorded.put(entry.getKey(), entry.getValue().asDouble()));
    }
    return recorded;
  }
}
