package chat.moebi.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the results of a benchmark. */
final class Report {

  private final String bench;
  private final Path json;
  private final OtherWork otherWork = new OtherWork();

  /** Opens the file for the JSON Lines, and prints how busy the machine is. */
  Report(String bench, Options options) throws IOException {
    this.bench = bench;
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
    String jdk = Runtime.version().toString();
    System.out.printf(
        "bench/%s, %s: %d cores, load average %.1f, JDK %s%n", bench, now, cores, load, jdk);
    write(
        "environment",
        Map.of("at", "" + now, "cores", cores, "load", load, "jdk", jdk, "smoke", options.smoke));
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
   * Prints the table of comparisons.
   *
   * @param ours the heading of our figures
   * @param theirs the heading of the peer's figures
   */
  void compare(String ours, String theirs, List<Comparison> comparisons) throws IOException {
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
  }

  /**
   * Prints how busy the machine was, and where the JSON Lines are.
   *
   * @return the share of the machine that other work took, in percent
   */
  double end() throws IOException {
    double percent = otherWork.percent();
    write("other work", Map.of("percent", percent));
    System.out.println("other work took " + Numbers.write(percent) + " % of the machine");
    System.out.println("JSON Lines: " + json);
    return percent;
  }
}
