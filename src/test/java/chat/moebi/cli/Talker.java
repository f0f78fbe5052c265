package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.PipedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A node over pipes that writes numbers to other nodes, one after the other, and knows the result
 * of each. It may be started several times, and keeps the output of all its starts.
 */
final class Talker implements AutoCloseable {

  /** A sender waits 5 s for an answer; the rest is a reserve for a busy machine. */
  static final Duration IN_TIME = Duration.ofSeconds(6);

  /** Replaces an answer that did not come because the node was told to leave. */
  private static final String LEFT = "left";

  private static final Duration PACE = Duration.ofMillis(5);

  /** Starts the program with the talker's name; it reads its input. */
  @FunctionalInterface
  interface Start {
    PipedProcess start() throws Exception;
  }

  private final String name;
  private final Start start;
  private final List<PipedProcess> starts = new ArrayList<>();
  private final Map<String, List<Integer>> acknowledged = new HashMap<>();
  private final Map<String, List<Integer>> refused = new HashMap<>();
  private final Object typing = new Object();
  private int last;
  private volatile boolean isLeaving;

  /**
   * Starts a node.
   *
   * @param name the full name
   */
  Talker(String name, Start start) throws Exception {
    this.name = name;
    this.start = start;
    start();
  }

  String name() {
    return name;
  }

  /** Starts the node again after its end. */
  void start() throws Exception {
    starts.add(start.start());
  }

  void awaitReady() throws Exception {
    node().awaitOutput("ready " + name);
  }

  /** Waits until each of these ready nodes can send to the others. */
  static void awaitPeers(List<Talker> talkers) throws Exception {
    for (Talker talker : talkers) {
      String[] others =
          talkers.stream().filter(t -> t != talker).map(Talker::name).toArray(String[]::new);
      ChatProgram.awaitPeers(talker.node(), others);
    }
  }

  /** Returns the process that runs or ran last. */
  PipedProcess node() {
    return starts.get(starts.size() - 1);
  }

  /** Sends SIGKILL, and waits until the test has read all output. */
  void kill() throws Exception {
    node().kill();
    node().awaitExit();
  }

  /**
   * Sends SIGTERM, while a text is on its way if the talker keeps writing, and returns when the
   * node is ready again.
   *
   * @param limit the time in which the node must end
   */
  void restart(Duration limit) throws Exception {
    long since = System.nanoTime();
    synchronized (typing) {
      isLeaving = true;
      node().terminate();
    }
    synchronized (this) { // The text on its way has its answer now, or never.
      assertThat(node().awaitExit(limit.minusNanos(System.nanoTime() - since))).isEqualTo(143);
      start();
      isLeaving = false;
      awaitReady();
    }
  }

  /**
   * Writes the next number; returns {@code ok}, the error, or {@link #LEFT} if no answer comes
   * because the node was told to leave.
   */
  synchronized String say(String recipient) throws Exception {
    int number = ++last;
    long since = System.nanoTime();
    synchronized (typing) {
      if (isLeaving) {
        return LEFT;
      }
      // The answer to the second line comes after the answer to the first.
      node().type("@" + recipient + " " + number + "\n/nodes");
    }
    List<String> answers = node().outputThroughOrEnd(name + " self");
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(IN_TIME);
    boolean hasLeft = !answers.contains(name + " self");
    assertThat(hasLeft && !isLeaving).as("ended without being told to: %s", this).isFalse();
    if (answers.contains("ok")) {
      acknowledge(recipient, number);
      return "ok";
    }
    String error = hasLeft ? lastError() : node().awaitErrorLike("error: .*");
    if (error.equals(LEFT)) {
      return LEFT;
    }
    if (!error.startsWith("error: no answer ")) {
      synchronized (acknowledged) {
        numbersTo(recipient, refused).add(number);
      }
    }
    return error;
  }

  // A text that was refused just before the end has an error, and no answer to its second line.
  private String lastError() throws Exception {
    return node().remainingErrors().stream()
        .filter(line -> line.startsWith("error: "))
        .findFirst()
        .orElse(LEFT);
  }

  /** Keeps writing numbers until {@link Talking#end}. */
  Talking keepSaying(String... recipients) {
    return new Talking(this, recipients);
  }

  /** Returns the number of texts that a recipient has acknowledged. */
  int acknowledgements(String recipient) {
    synchronized (acknowledged) {
      return acknowledgedBy(recipient).size();
    }
  }

  /** Waits until a recipient has acknowledged more than {@code former} texts. */
  void awaitAcknowledgement(String recipient, int former, Duration limit) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (acknowledged) {
      while (acknowledgedBy(recipient).size() <= former) {
        long left = deadline - System.nanoTime();
        assertThat(left).as("%s answers %s within %s", recipient, name, limit).isPositive();
        TimeUnit.NANOSECONDS.timedWait(acknowledged, left);
      }
    }
  }

  /** Returns the standard output of all starts. */
  List<String> shown() {
    return starts.stream().flatMap(node -> node.output().stream()).toList();
  }

  /** Returns the standard error of all starts. */
  List<String> errors() {
    return starts.stream().flatMap(node -> node.errors().stream()).toList();
  }

  /**
   * Checks the rule: an acknowledged text was shown once, a refused one never, any other at most
   * once, and all in order.
   *
   * @param shown the standard output of the recipient
   */
  void assertShownOnceAndInOrder(String recipient, List<String> shown) {
    String from = name + ": ";
    List<Integer> numbers =
        shown.stream()
            .filter(line -> line.startsWith(from))
            .map(line -> Integer.valueOf(line.substring(from.length())))
            .toList();
    synchronized (acknowledged) {
      assertThat(numbers)
          .as("what %s has shown of %s", recipient, name)
          .doesNotHaveDuplicates()
          .isSorted()
          .containsAll(acknowledgedBy(recipient))
          .noneMatch(numbersTo(recipient, refused)::contains);
    }
  }

  // The answer to this question comes after everything shown so far.
  private synchronized void awaitAllRead() throws Exception {
    if (ProcessHandle.of(node().pid()).filter(ProcessHandle::isAlive).isPresent()) {
      node().type("/nodes");
      node().outputUntil(name + " self");
    }
  }

  /** Checks the rule for a recipient that runs or has ended. */
  void assertShownOnceAndInOrder(Talker recipient) throws Exception {
    recipient.awaitAllRead();
    assertShownOnceAndInOrder(recipient.name, recipient.shown());
  }

  private void acknowledge(String recipient, int number) {
    synchronized (acknowledged) {
      acknowledgedBy(recipient).add(number);
      acknowledged.notifyAll();
    }
  }

  private List<Integer> acknowledgedBy(String recipient) {
    return numbersTo(recipient, acknowledged);
  }

  private static List<Integer> numbersTo(String recipient, Map<String, List<Integer>> numbers) {
    return numbers.computeIfAbsent(recipient, r -> new ArrayList<>());
  }

  @Override
  public String toString() {
    return node().toString();
  }

  @Override
  public void close() {
    starts.forEach(PipedProcess::close);
  }

  /** Writes numbers on a thread of its own. */
  static final class Talking {

    private final ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(Talking::daemon);
    private final ScheduledFuture<?> schedule;

    private Talking(Talker talker, String... recipients) {
      schedule =
          executor.scheduleWithFixedDelay(
              () -> sayTo(talker, recipients), 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable work) {
      Thread thread = new Thread(work, "talking");
      thread.setDaemon(true);
      return thread;
    }

    private static void sayTo(Talker talker, String... recipients) {
      try {
        for (String recipient : recipients) {
          talker.say(recipient);
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    /** Stops after the text on its way, and fails if anything went wrong. */
    void end() throws Exception {
      executor.shutdown();
      assertThat(executor.awaitTermination(PipedProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isTrue();
      if (!schedule.isCancelled()) {
        schedule.get();
      }
    }
  }
}
