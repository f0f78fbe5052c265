package chat.moebi.bench;

import chat.moebi.bench.Comparison.Goal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures how long it takes until a node can be used and until a one-shot send has ended, and what
 * an idle node uses, for our chat and Elixir's in alternation.
 */
@Command(
    name = "bench/start",
    description = "Measures starts, one-shot sends and idle nodes, beside Elixir.",
    footer = Guard.USAGE,
    sortOptions = false)
public final class Start implements Callable<Integer> {

  private static final long SEND_SECONDS = 60;

  private static final String PROMPT = "prompt, ms";
  private static final String READY = "ready alone, ms; theirs: prompt";
  private static final String READY_SECOND = "ready beside another node, ms; theirs: prompt";
  private static final String READY_NO_FLAGS = "ready, java -jar, ms; theirs: prompt";
  private static final String SEND = "one-shot send, ms";
  private static final String MEMORY = "resident, idle, MB";
  private static final String CPU_ALONE = "idle, alone, % of a core";
  private static final String CPU = "idle, beside another node, % of a core";

  @Option(names = "--pairs", paramLabel = "N", description = "How often each is measured; 5.")
  private Integer pairs;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      description = "How long nodes are watched while idle, and left alone before; 60.")
  private Integer idle;

  @Mixin private Options options;

  @Mixin private Guard guard;

  private final Map<String, List<Double>> ours = new LinkedHashMap<>();
  private final Map<String, List<Double>> theirs = new LinkedHashMap<>();

  /** Runs the benchmark, and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Start()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    guard.check(options, true);
    int times = options.number("--pairs", pairs, 5, 1);
    int seconds = options.number("--idle", idle, 60, 3);
    Report report = new Report("start", options);
    boolean hasPeer = Elixir.isInstalled();
    if (!hasPeer) {
      System.out.println(Elixir.MISSING);
    }
    for (int pair = 1; pair <= times; pair++) {
      if (hasPeer && pair % 2 == 0) {
        measureTheirs(pair == times ? seconds : 0);
      }
      measureOurs(pair == times ? seconds : 0);
      if (hasPeer && pair % 2 == 1) {
        measureTheirs(pair == times ? seconds : 0);
      }
      System.err.println("pair " + pair + " of " + times + " is measured");
    }
    List<Comparison> comparisons = new ArrayList<>();
    comparisons.add(compare(PROMPT, PROMPT, Goal.ratioAtMost(1.2)));
    comparisons.add(compare(READY, PROMPT, Goal.ratioAtMost(2.4)));
    comparisons.add(compare(READY_SECOND, PROMPT, Goal.ratioAtMost(5)));
    comparisons.add(compare(READY_NO_FLAGS, PROMPT, Goal.atMost(1500)));
    comparisons.add(compare(SEND, SEND, Goal.ratioAtMost(1)));
    comparisons.add(compare(MEMORY, MEMORY, Goal.atMost(170)));
    // A shorter time is too short to measure so small a share.
    comparisons.add(compare(CPU_ALONE, CPU_ALONE, options.smoke ? Goal.none() : Goal.atMost(1)));
    comparisons.add(compare(CPU, CPU, options.smoke ? Goal.none() : Goal.atMost(3)));
    report.compare("ours", "Elixir", comparisons);
    double otherPercent = report.end();
    return options.smoke ? guard.conclude("start", comparisons, otherPercent) : 0;
  }

  private Comparison compare(String figure, String theirFigure, Goal goal) {
    return new Comparison(
        figure, ours.get(figure), theirs.getOrDefault(theirFigure, List.of()), goal);
  }

  private void measureOurs(int idleSeconds) throws Exception {
    try (Ours chat = new Ours(Ours.Kind.LAUNCHER)) {
      chat.lab().run(chat.command("cookie"), SEND_SECONDS); // The cookie is created on first use.
      add(ours, PROMPT, untilPrompt(chat.lab(), chat.command("--name", "alex"), "chat(alex@"));
      add(ours, READY, untilReady(chat.lab(), chat.command("--name", "alex")));
      Process kate = chat.startNode(Subject.RECIPIENT);
      add(ours, READY_SECOND, untilReady(chat.lab(), chat.command("--name", "alex")));
      add(ours, SEND, send(chat.lab(), chat.command("send", Subject.RECIPIENT, "hi")));
      if (idleSeconds > 0) {
        add(ours, CPU_ALONE, idling(kate, idleSeconds));
        chat.startNode("alex");
        add(ours, CPU, idling(kate, idleSeconds));
        add(ours, MEMORY, Processes.residentMb(kate));
      }
    }
    try (Ours chat = new Ours(Ours.Kind.NO_FLAGS)) {
      chat.lab().run(chat.command("cookie"), SEND_SECONDS);
      add(ours, READY_NO_FLAGS, untilReady(chat.lab(), chat.command("--name", "alex")));
    }
  }

  private void measureTheirs(int idleSeconds) throws Exception {
    try (Elixir chat = new Elixir()) {
      add(theirs, PROMPT, untilPrompt(chat.lab(), chat.command("iex", "alex"), "iex(alex@"));
      Process kate = chat.startNode(Subject.RECIPIENT);
      chat.load(kate, 1, 1, List.of()); // Returns when the node is ready.
      String code = "Lesson.show(\"hi\")";
      List<String> send =
          chat.command("elixir", "x", "--rpc-eval", Subject.RECIPIENT + "@localhost", code);
      add(theirs, SEND, send(chat.lab(), send));
      if (idleSeconds > 0) {
        add(theirs, CPU_ALONE, idling(kate, idleSeconds));
        add(theirs, MEMORY, Processes.residentMb(kate));
      }
    }
  }

  private static void add(Map<String, List<Double>> figures, String figure, double value) {
    figures.computeIfAbsent(figure, f -> new ArrayList<>()).add(value);
  }

  private static double idling(Process node, int seconds) throws Exception {
    TimeUnit.SECONDS.sleep(seconds); // Work left over from the start must not count as idling.
    return Processes.corePercent(node, seconds);
  }

  /** Returns the time until a command shows a prompt on a terminal, in ms. */
  static double untilPrompt(Lab lab, List<String> command, String prompt) throws Exception {
    String line = command.stream().map(Start::quoted).collect(Collectors.joining(" "));
    return until(lab, List.of("script", "-qfc", line, "/dev/null"), prompt);
  }

  /** Returns the time until a command prints on a pipe that it is ready, in ms. */
  static double untilReady(Lab lab, List<String> command) throws Exception {
    return until(lab, command, "ready ");
  }

  private static double until(Lab lab, List<String> command, String text) throws Exception {
    long begin = System.nanoTime();
    Process process = lab.startPiped(command);
    try {
      StringBuilder output = new StringBuilder();
      InputStream stream = process.getInputStream();
      byte[] chunk = new byte[4096];
      while (!output.toString().replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "").contains(text)) {
        int length = stream.read(chunk);
        if (length < 0) {
          throw new IOException(
              String.join(" ", command) + " ended: " + output + "\n" + lab.errors());
        }
        output.append(new String(chunk, 0, length, StandardCharsets.UTF_8));
      }
      return (System.nanoTime() - begin) / 1e6;
    } finally {
      lab.end(process);
    }
  }

  private static double send(Lab lab, List<String> command) throws Exception {
    long begin = System.nanoTime();
    lab.run(command, SEND_SECONDS);
    return (System.nanoTime() - begin) / 1e6;
  }

  private static String quoted(String argument) {
    return "'" + argument + "'";
  }
}
