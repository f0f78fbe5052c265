package chat.moebi.bench;

import chat.moebi.bench.Comparison.Goal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures the cost of many nodes: to join one more node, to send a message between two nodes, and
 * to be idle. Most of the nodes share JVMs; the measured nodes have their own.
 */
@Command(
    name = "bench/scale",
    description = "Measures what 10, 25 and 50 nodes cost: to join, to talk, and at rest.",
    sortOptions = false)
public final class Scale implements Callable<Integer> {

  private static final int PER_JVM = 10;

  /**
   * The pause between starts: each new node greets all others over four connections, and the nodes
   * that share its cores need time for it.
   */
  private static final Duration REST = Duration.ofSeconds(3);

  private static final List<Workload> WORKLOADS = Workload.ALL.subList(0, 3);

  @Option(
      names = "--nodes",
      paramLabel = "N",
      split = ",",
      description = "How many nodes there are: 10,25,50.")
  private List<Integer> sizes;

  @Mixin private Options options;

  private Report report;
  private List<Measured> ofTwo;

  /** Runs the benchmark, and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Scale()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Integer> normal = options.smoke ? List.of(10) : List.of(10, 25, 50);
    List<Integer> all = sizes == null ? normal : sizes;
    all.forEach(nodes -> options.atLeast(3, "--nodes", nodes));
    report = new Report("scale", options);
    List<Comparison> comparisons = new ArrayList<>();
    measure(2, comparisons);
    String tooMany = "";
    for (int nodes : all) {
      try {
        measure(nodes, comparisons);
      } catch (TooManyException e) {
        System.err.println(e.getMessage());
        tooMany += nodes + " nodes are too many for this machine: not all got ready\n";
      }
    }
    report.compare("ours", "two nodes", comparisons);
    System.out.print(tooMany);
    report.end();
    return tooMany.isEmpty() ? 0 : 1;
  }

  private void measure(int nodes, List<Comparison> comparisons) throws Exception {
    System.err.println(nodes + " nodes are started");
    try (Ours chat = new Ours(Ours.Kind.LAUNCHER)) {
      Process kate = chat.startNode(Subject.RECIPIENT); // The sender is the second node.
      startCrowd(chat, kate, nodes - 2);
      TimeUnit.SECONDS.sleep(5); // Work left over from the start must not count as idling.
      int seconds = options.smoke ? 3 : 20;
      double idle = Processes.corePercent(kate, seconds);
      long begin = System.nanoTime();
      Process moebi = chat.startNode("moebi");
      double joined = (System.nanoTime() - begin) / 1e9;
      chat.end(moebi);
      List<Measured> load = chat.load(kate, options.warmUp(), options.smoke ? 2 : 5, WORKLOADS);
      if (ofTwo == null) {
        ofTwo = load;
      }
      report.write(
          "measured", Map.of("nodes", nodes, "join_s", joined, "idle", idle, "workloads", load));
      String of = nodes + " nodes: ";
      comparisons.add(ours(of + "one more joins, s", joined, Goal.atMost(3)));
      comparisons.add(ours(of + "a node at rest, % of a core", idle, Goal.none()));
      for (int i = 0; i < load.size(); i++) {
        comparisons.add(besideTwo(nodes, load.get(i), ofTwo.get(i)));
      }
    }
  }

  private static Comparison ours(String figure, double value, Goal goal) {
    return new Comparison(figure, List.of(value), List.of(), goal);
  }

  // The peer's column has the figure for two nodes alone.
  private static Comparison besideTwo(int nodes, Measured measured, Measured two) {
    return new Comparison(
        nodes + " nodes: " + measured.workload() + ", messages/s",
        List.of(measured.perSecond()),
        List.of(two.perSecond()),
        nodes == 2 ? Goal.none() : Goal.ratioAtLeast(0.9));
  }

  // Start one node in each JVM first: a starting JVM would disturb many nodes more than few.
  private static void startCrowd(Ours chat, Process node, int number)
      throws IOException, InterruptedException, TooManyException {
    List<Process> jvms = new ArrayList<>();
    int most = (number + PER_JVM - 1) / PER_JVM;
    for (int started = 0; started < number; started++) {
      if (started < most) {
        jvms.add(startJvm(chat, node, "node-" + started + "-"));
      }
      Process jvm = jvms.get(started % most);
      if (started >= most) {
        jvm.outputWriter().write(System.lineSeparator());
        jvm.outputWriter().flush();
      }
      if (jvm.inputReader().readLine() == null) {
        throw new TooManyException(chat.lab().errors());
      }
      TimeUnit.MILLISECONDS.sleep(REST.toMillis());
    }
  }

  private static Process startJvm(Ours chat, Process node, String prefix) throws IOException {
    List<String> command = Ours.program(node, Crowd.class);
    command.add(1, "-XX:TieredStopAtLevel=1"); // Otherwise the JVM mostly compiles.
    command.add(1, "-Xmn64m"); // Otherwise a long garbage collection silences all nodes of the JVM.
    command.add(prefix);
    return chat.lab().startPiped(command);
  }

  /**
   * Thrown if the machine has no room for so many nodes; the message has the nodes' error output.
   */
  private static final class TooManyException extends Exception {
    private static final long serialVersionUID = 1;

    TooManyException(String errors) {
      super(errors);
    }
  }
}
