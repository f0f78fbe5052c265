package chat.moebi.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lets nodes send messages to each other under random faults, and reports the result.
 *
 * <p>The seed decides the faults and their times. The nodes' reactions vary, so a seed that failed
 * once may need several runs to fail again.
 */
public final class Soak {

  private static final Duration LAST_LEAVE = Duration.ofSeconds(20);

  private final Duration length;
  private final long seed;
  private final boolean isKept;
  private final PrintStream out;
  private final Map<String, SoakNode> nodes = new TreeMap<>();
  private final CountDownLatch quiet = new CountDownLatch(1);
  private final long begin = System.nanoTime();
  private final Map<Event.Kind, Integer> faults = new EnumMap<>(Event.Kind.class);
  private Log log;

  private Soak(Duration length, long seed, boolean isKept, PrintStream out) {
    this.length = length;
    this.seed = seed;
    this.isKept = isKept;
    this.out = out;
  }

  /**
   * Runs with the arguments {@code MINUTES SEED on|off}, where the last one says whether the nodes
   * keep texts; exits with status 1 if a promise was broken.
   */
  public static void main(String[] arguments) throws Exception {
    Duration length = Duration.ofMillis(Math.round(Double.parseDouble(arguments[0]) * 60_000));
    boolean isKept = arguments[2].equals("on");
    Report report = run(length, Long.parseLong(arguments[1]), isKept, System.out);
    System.exit(report.isClean() ? 0 : 1);
  }

  /**
   * Runs with the faults of a seed, and prints the faults and the result.
   *
   * @param length how long the faults go on; the nodes come together again after that
   * @param isKept whether the nodes keep texts for each other
   */
  static Report run(Duration length, long seed, boolean isKept, PrintStream out) throws Exception {
    return new Soak(length, seed, isKept, out).run();
  }

  private Report run() throws Exception {
    Path directory = Files.createTempDirectory("soak");
    Report report;
    log = new Log(directory.resolve("events.txt"), begin);
    Playground playground = new Playground(directory, isKept, log);
    Thread broken = new Thread(() -> clearAway(playground), "clearing away");
    Runtime.getRuntime().addShutdownHook(broken); // On Ctrl-C, leave nothing behind.
    try {
      List<Event> events = Schedule.of(seed, playground.ground(), length);
      out.printf(
          "soak of %.1f min, keep %s, seed %d, %d events, %d nodes on %s%n",
          length.toMillis() / 60_000.0,
          isKept ? "on" : "off",
          seed,
          events.size(),
          playground.ground().nodes().size(),
          String.join(", ", playground.ground().hostNames()));
      if (!playground.ground().hasNetwork()) {
        out.println("no links are cut: that needs network namespaces, root and iproute2");
      }
      for (String node : playground.ground().nodes()) {
        Random random = new Random(seed + node.hashCode());
        nodes.put(node, new SoakNode(node, playground, directory, begin, random, quiet));
      }
      long ready = startAll();
      for (Event event : events) {
        await(ready + event.at().toNanos());
        carryOut(event, playground);
      }
      await(ready + length.toNanos());
      List<String> apart = comeTogether(playground);
      leave();
      report =
          Checker.check(
              transcripts(),
              new Checker.Observations(
                  faults,
                  failures(),
                  apart,
                  playground.broken(),
                  playground.ground().hosts(),
                  isKept));
    } finally {
      Runtime.getRuntime().removeShutdownHook(broken);
      clearAway(playground);
    }
    out.println(report.summary());
    log.close();
    conclude(report, directory);
    return report;
  }

  /** Starts all nodes at once, and waits until each is ready or has failed to start. */
  private long startAll() throws InterruptedException {
    nodes.values().forEach(SoakNode::start);
    for (SoakNode node : nodes.values()) {
      node.awaitStarted();
    }
    long ready = System.nanoTime();
    String after = Report.seconds(Duration.ofNanos(ready - begin));
    long number = nodes.values().stream().filter(node -> node.well().isPresent()).count();
    out.println(number + " are ready after " + after + "; from then on:");
    return ready;
  }

  private static void await(long time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time - System.nanoTime());
  }

  private void carryOut(Event event, Playground playground) throws Exception {
    Optional<SoakProcess> process =
        Optional.ofNullable(nodes.get(event.subject())).flatMap(SoakNode::well);
    boolean isDone = true;
    switch (event.kind()) {
      case START -> isDone = nodes.get(event.subject()).start();
      case CUT -> playground.cut(event.subject());
      case HEAL -> playground.heal(event.subject());
      case BLACKHOLE -> playground.blackhole(event.subject(), event.object());
      case UNBLACKHOLE -> playground.unblackhole(event.subject(), event.object());
      case FORGET -> playground.forget(event.subject(), event.object());
      case MOVE -> playground.move(event.subject());
      default -> isDone = process.isPresent() && carryOut(event, process.get());
    }
    if (isDone) {
      faults.merge(event.kind(), 1, Integer::sum);
    }
    String line = event + (isDone ? "" : ": not ready for that");
    out.println(line);
    log.write("#", line);
  }

  private boolean carryOut(Event event, SoakProcess process) throws Exception {
    switch (event.kind()) {
      case KILL -> process.kill();
      case TERMINATE -> process.terminate();
      case QUIT -> quit(process);
      case FREEZE -> process.freeze();
      case THAW -> {
        if (!process.isFrozen()) {
          return false;
        }
        process.thaw();
      }
      default -> throw new IllegalArgumentException(event.toString());
    }
    return true;
  }

  // In a thread of its own: it may have to wait for an answer, and the next event must not wait.
  private static void quit(SoakProcess process) {
    Thread thread =
        new Thread(
            () -> {
              try {
                process.quit();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            "quit");
    thread.setDaemon(true);
    thread.start();
  }

  /** Repairs all faults, and returns what keeps the nodes from being one cluster in time. */
  private List<String> comeTogether(Playground playground) throws Exception {
    playground.mend();
    for (SoakProcess process : processes()) {
      if (process.isFrozen()) {
        process.thaw();
      }
    }
    log.write("#", "all is mended");
    quiet.countDown();
    awaitQuiet();
    if (isKept) {
      for (SoakNode node : nodes.values()) {
        if (node.last().filter(SoakProcess::isToGoOn).isEmpty()) {
          node.start(); // What is kept for it, and what it keeps, is to be shown.
        }
      }
      awaitQuiet();
    }
    Reunion reunion =
        new Reunion(nodes.values().stream().filter(n -> n.well().isPresent()).toList());
    List<String> apart = reunion.await();
    out.println("all is mended: " + reunion.sentence());
    awaitKept();
    return apart;
  }

  private void awaitQuiet() throws InterruptedException {
    for (SoakNode node : nodes.values()) {
      node.awaitQuiet();
    }
  }

  /** Waits until all that was kept is shown, or should be. */
  private void awaitKept() throws InterruptedException {
    Set<Message> waiting = new HashSet<>();
    processes().forEach(process -> waiting.addAll(process.kept()));
    long limit = System.nanoTime() + Checker.LONGEST_KEPT.toNanos();
    processes().forEach(process -> process.shown().forEach(waiting::remove));
    while (!waiting.isEmpty() && System.nanoTime() < limit) {
      TimeUnit.MILLISECONDS.sleep(100);
      processes().forEach(process -> process.shown().forEach(waiting::remove));
    }
  }

  private void leave() throws InterruptedException {
    for (SoakNode node : nodes.values()) {
      if (node.well().isPresent()) {
        node.well().get().quit();
      }
    }
    for (SoakProcess process : processes()) {
      if (!process.awaitEnd(LAST_LEAVE)) {
        process.destroy();
        process.awaitEnd(LAST_LEAVE);
      }
    }
  }

  private void clearAway(Playground playground) {
    processes().forEach(SoakProcess::destroy);
    try {
      playground.close();
    } catch (IOException e) {
      out.println("hosts are left behind: " + e.getMessage());
    }
  }

  private List<SoakProcess> processes() {
    return nodes.values().stream().flatMap(node -> node.processes().stream()).toList();
  }

  private List<String> failures() {
    return nodes.values().stream().flatMap(node -> node.failures().stream()).toList();
  }

  private List<Transcript> transcripts() throws Exception {
    List<Transcript> transcripts = new ArrayList<>();
    for (SoakProcess process : processes()) {
      transcripts.add(process.transcript());
    }
    return transcripts;
  }

  private void conclude(Report report, Path directory) throws IOException {
    if (!report.isClean()) {
      out.println("transcripts and logs are in " + directory);
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
