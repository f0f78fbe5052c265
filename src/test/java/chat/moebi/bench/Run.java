package chat.moebi.bench;

import chat.moebi.bench.Comparison.Goal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures messages of our chat and of Elixir's in alternation, each between two nodes that are
 * started for the measurement. Our chat without TLS, and without the launcher's flags, is measured
 * too; or our chat with texts on disk in alternation with our chat without.
 */
@Command(
    name = "bench/run",
    description = "Measures messages between two nodes, beside the lesson's chat on Elixir.",
    footer = Guard.USAGE,
    sortOptions = false)
public final class Run implements Callable<Integer> {

  private static final String OURS = Ours.Kind.LAUNCHER.label;
  private static final String ELIXIR = "Elixir";
  private static final String TRIED = "tried";
  private static final String HISTORY_ON = "history on";
  private static final String HISTORY_OFF = "history off";

  /** A figure of a workload, and its goal. */
  private record Figure(
      Workload workload, String name, ToDoubleFunction<Measured> of, Goal goal, boolean isSteady) {

    static Figure rate(int index, double goal) {
      return new Figure(
          Workload.ALL.get(index),
          "messages/s",
          Measured::perSecond,
          Goal.ratioAtLeast(goal),
          true);
    }

    @Override
    public String toString() {
      return workload + ": " + name;
    }
  }

  // The tail of a short run means nothing.
  private static final List<Figure> FIGURES =
      List.of(
          new Figure(Workload.ALL.get(0), "p50, µs", Measured::p50Us, Goal.ratioAtMost(0.4), true),
          new Figure(Workload.ALL.get(0), "p99, µs", Measured::p99Us, Goal.ratioAtMost(0.7), false),
          new Figure(
              Workload.ALL.get(0), "p99.9, µs", Measured::p999Us, Goal.ratioAtMost(1), false),
          Figure.rate(1, 4),
          Figure.rate(2, 8),
          Figure.rate(3, 12),
          Figure.rate(4, 4));

  // Beyond 8 senders the history may leave texts out.
  private static final List<Figure> HISTORY_FIGURES =
      List.of(
          Figure.rate(0, 0.9),
          Figure.rate(1, 0.9),
          Figure.rate(2, Double.NaN),
          Figure.rate(3, Double.NaN),
          Figure.rate(4, Double.NaN));

  @Option(names = "--pairs", paramLabel = "N", description = "How often each is run; 5.")
  private Integer pairs;

  @Option(names = "--seconds", paramLabel = "N", description = "How long a workload is run; 5.")
  private Integer seconds;

  @Option(names = "--no-others", description = "Leave out plain TCP and java -jar.")
  private boolean noOthers;

  @Option(
      names = "--try",
      paramLabel = "FLAGS",
      description = "Measure ours with these JVM flags beside ours as it is, and no other.")
  private String tried;

  @Option(
      names = "--history",
      description = "Measure ours with texts on disk beside ours without, and no other.")
  private boolean isHistory;

  @Mixin private Options options;

  @Mixin private Guard guard;

  private final Map<String, List<Measured>> all = new LinkedHashMap<>();
  private Report report;

  /** Runs the benchmark, and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Run()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (tried != null && isHistory) {
      throw options.wrong("give --try or --history");
    }
    guard.check(options, isBesideElixir());
    int times = options.number("--pairs", pairs, 5, 1);
    int length = options.number("--seconds", seconds, 5, 2);
    report = new Report("run", options);
    if (isBesideElixir() && !Elixir.isInstalled()) {
      System.out.println(Elixir.MISSING);
    }
    for (int pair = 1; pair <= times; pair++) {
      for (String label : labels(pair)) {
        measure(pair, label, length);
      }
      System.err.println("pair " + pair + " of " + times + " is measured");
    }
    System.out.println(everything());
    System.out.println();
    List<Comparison> comparisons =
        (isHistory ? HISTORY_FIGURES : FIGURES)
            .stream()
                .filter(figure -> figure.isSteady() || !options.smoke)
                .map(figure -> compare(figure, tried == null ? figure.goal() : Goal.ratioOnly()))
                .toList();
    report.compare(measured(), peer(), comparisons);
    double otherPercent = report.end();
    return options.smoke && !isHistory ? guard.conclude("run", comparisons, otherPercent) : 0;
  }

  private boolean isBesideElixir() {
    return tried == null && !isHistory;
  }

  private String measured() {
    if (isHistory) {
      return HISTORY_ON;
    }
    return tried == null ? OURS : TRIED;
  }

  private String peer() {
    if (isHistory) {
      return HISTORY_OFF;
    }
    return tried == null ? ELIXIR : OURS;
  }

  private List<String> labels(int pair) {
    List<String> labels = new ArrayList<>(List.of(measured()));
    if (!isBesideElixir() || Elixir.isInstalled()) {
      labels.add(peer());
    }
    if (pair % 2 == 0) { // The order alternates: the second chat may find a warmer machine.
      Collections.reverse(labels);
    }
    if (!noOthers && !options.smoke && isBesideElixir()) {
      labels.add(Ours.Kind.PLAIN_TCP.label);
      labels.add(Ours.Kind.NO_FLAGS.label);
    }
    return labels;
  }

  private void measure(int pair, String label, int length) throws Exception {
    try (Subject subject = subject(label)) {
      Process kate = subject.startNode(Subject.RECIPIENT);
      for (Measured measured : subject.load(kate, options.warmUp(), length, Workload.ALL)) {
        all.computeIfAbsent(label, l -> new ArrayList<>()).add(measured);
        report.write("measured", Map.of("pair", pair, "system", label, "workload", measured));
      }
    }
  }

  private Subject subject(String label) throws IOException, InterruptedException {
    switch (label) {
      case TRIED:
        return withFlags(tried);
      case HISTORY_ON:
        return withFlags(Ours.historyFlags("on"));
      case HISTORY_OFF:
        return withFlags(Ours.historyFlags("off"));
      default:
        break;
    }
    for (Ours.Kind kind : Ours.Kind.values()) {
      if (kind.label.equals(label)) {
        return new Ours(kind);
      }
    }
    return new Elixir();
  }

  private static Subject withFlags(String flags) throws IOException {
    Ours ours = new Ours(Ours.Kind.LAUNCHER);
    ours.lab().set("CHAT_JAVA_OPTIONS", flags);
    return ours;
  }

  private Comparison compare(Figure figure, Goal goal) {
    return new Comparison(
        figure.toString(),
        values(measured(), figure.workload(), figure.of()),
        values(peer(), figure.workload(), figure.of()),
        goal);
  }

  private List<Double> values(String label, Workload workload, ToDoubleFunction<Measured> of) {
    return all.getOrDefault(label, List.of()).stream()
        .filter(measured -> measured.workload().equals(workload))
        .map(of::applyAsDouble)
        .toList();
  }

  private Table everything() {
    Table table = new Table("", "", "messages/s", "p50, µs", "p99, µs", "p99.9, µs");
    for (Workload workload : Workload.ALL) {
      for (String label : all.keySet()) {
        table.add(
            workload.toString(),
            label,
            median(label, workload, Measured::perSecond),
            median(label, workload, Measured::p50Us),
            median(label, workload, Measured::p99Us),
            median(label, workload, Measured::p999Us));
      }
    }
    return table;
  }

  private String median(String label, Workload workload, ToDoubleFunction<Measured> of) {
    return Numbers.write(Numbers.median(values(label, workload, of)));
  }
}
