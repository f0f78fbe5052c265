package chat.moebi.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes what a benchmark has measured, and judges it by what was recorded. */
final class Report {

  private static final Path RECORDED = Lab.PROJECT.resolve("bench/recorded.json");

  private final String bench;
  private final Options options;
  private final Path json;

  /** Opens the file for the JSON Lines, and says how busy the machine is. */
  Report(String bench, Options options) throws IOException {
    this.bench = bench;
    this.options = options;
    LocalDateTime now = LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS);
    String time = now.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    this.json =
        options.json != null
            ? options.json.toAbsolutePath()
            : Lab.PROJECT.resolve("target/bench/" + bench + "-" + time + ".jsonl");
    Files.createDirectories(json.getParent());
    Files.deleteIfExists(json);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        "bench/%s, %s: %d cores, load average %.1f, JDK %s%n",
        bench, now, cores, load, Runtime.version());
    if (!Elixir.isInstalled()) {
      System.out.println(Elixir.MISSING);
    }
    write(
        "environment",
        Map.of("at", now.toString(), "cores", cores, "load", load, "smoke", options.smoke));
  }

  /** Writes a line of JSON. */
  void write(String kind, Map<String, ?> figures) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>(Map.of("bench", bench));
    line.put("kind", kind);
    line.putAll(figures);
    Files.writeString(
        json,
        Measured.JSON.writeValueAsString(line) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /**
   * Prints the table, and returns the exit status: 1 if in a smoke test too much was lost.
   *
   * @param ours what the first figures are of
   * @param theirs what those beside them are of
   */
  int conclude(String ours, String theirs, List<Comparison> comparisons) throws IOException {
    Table table = Comparison.table(ours, theirs);
    for (Comparison comparison : comparisons) {
      comparison.addTo(table);
      write(
          "comparison",
          Map.of(
              "figure", comparison.figure(),
              "ours", comparison.ours(),
              "theirs", comparison.theirs(),
              "goal", comparison.goal().toString()));
    }
    System.out.println(table);
    System.out.println("JSON Lines: " + json);
    if (options.record) {
      record(comparisons);
    }
    return options.smoke ? judge(comparisons) : 0;
  }

  private void record(List<Comparison> comparisons) throws IOException {
    Map<String, Double> recorded = recorded();
    for (Comparison comparison : comparisons) {
      if (isGuarded(comparison)) {
        double rounded = Math.round(comparison.value() * 100) / 100.0;
        recorded.put(key(comparison), rounded);
      }
    }
    String text = Measured.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(recorded);
    Files.writeString(RECORDED, text + "\n");
    System.out.println("recorded in bench/recorded.json");
  }

  private int judge(List<Comparison> comparisons) throws IOException {
    Map<String, Double> recorded = recorded();
    List<String> losses = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      Double former = recorded.get(key(comparison));
      if (former != null && isGuarded(comparison) && comparison.isLossAgainst(former)) {
        losses.add(
            key(comparison)
                + ": "
                + Numbers.write(comparison.value())
                + ", recorded "
                + Numbers.write(former));
      }
    }
    losses.forEach(loss -> System.out.println("more than half is lost: " + loss));
    return losses.isEmpty() ? 0 : 1;
  }

  private static boolean isGuarded(Comparison comparison) {
    return comparison.isJudged() && !Double.isNaN(comparison.goal().bound());
  }

  private String key(Comparison comparison) {
    return bench + ": " + comparison.figure();
  }

  private static Map<String, Double> recorded() throws IOException {
    Map<String, Double> recorded = new TreeMap<>();
    if (Files.exists(RECORDED)) {
      Measured.JSON
          .readTree(RECORDED.toFile())
          .fields()
          .forEachRemaining(entry -> recorded.put(entry.getKey(), entry.getValue().asDouble()));
    }
    return recorded;
  }
}
