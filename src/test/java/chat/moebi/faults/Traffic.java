package chat.moebi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.SendResult;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.Failed;
import chat.moebi.chat.SendResult.NoAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sends numbered texts from one node to another, several at a time, until stopped; records the
 * acknowledged texts for the check on the other side.
 *
 * <p>An acknowledged text must be shown once, in order. A refused text must not be shown. Any other
 * text may be shown once.
 */
final class Traffic {

  private static final int ON_THE_WAY = 4;

  private final RecordedNode from;
  private final String to;
  private final String mark;
  private final Duration timeout;
  private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> refused = new ConcurrentLinkedQueue<>();
  private final Queue<SendResult> others = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Void>> lanes = new ArrayList<>();
  private int last;
  private boolean isStopped = true;

  /**
   * Creates the traffic without starting it.
   *
   * @param topic distinguishes these texts from those of other traffic
   */
  Traffic(RecordedNode from, String to, String topic, Duration timeout) {
    this.from = from;
    this.mark = topic + " #";
    this.to = to;
    this.timeout = timeout;
  }

  /** Starts or resumes sending. */
  Traffic start() {
    synchronized (this) {
      isStopped = false;
    }
    for (int i = 0; i < ON_THE_WAY; i++) {
      lanes.add(next());
    }
    return this;
  }

  /** Stops sending, and waits for the results of the texts on their way. */
  void stop() {
    synchronized (this) {
      isStopped = true;
    }
    lanes.forEach(CompletableFuture::join);
    lanes.clear();
  }

  /** Returns how many texts were acknowledged. */
  int acknowledged() {
    return acknowledged.size();
  }

  /** Returns the results of the texts that were not acknowledged. */
  List<SendResult> others() {
    return List.copyOf(others);
  }

  /** Writes to files for the other side which texts were acknowledged, and which were refused. */
  void publish() {
    publish("acknowledged", acknowledged);
    publish("refused", refused);
  }

  private void publish(String what, Queue<Integer> numbers) {
    try {
      Files.write(
          file(what, from.name().name(), to, mark), numbers.stream().map(n -> mark + n).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asserts that a node has shown the texts of a sender that has published as the rule above says.
   */
  static void check(RecordedNode node, String sender, String topic) {
    String mark = topic + " #";
    List<String> shown =
        node.shownOf(sender).stream().filter(text -> text.startsWith(mark)).toList();
    List<String> acknowledged = read("acknowledged", sender, node, mark);
    List<String> refused = read("refused", sender, node, mark);
    assertThat(acknowledged).isNotEmpty();
    assertThat(shown).as("shown twice").doesNotHaveDuplicates();
    assertThat(new HashSet<>(shown)).as("lost").containsAll(acknowledged);
    assertThat(shown).as("shown though refused").noneMatch(refused::contains);
    List<String> inOrder = new ArrayList<>(shown);
    inOrder.retainAll(new HashSet<>(acknowledged));
    List<String> sorted = new ArrayList<>(acknowledged);
    Collections.sort(sorted, (a, b) -> Integer.compare(numberOf(a), numberOf(b)));
    assertThat(inOrder).as("in order").isEqualTo(sorted);
  }

  private CompletableFuture<Void> next() {
    CompletableFuture<SendResult> result;
    int number;
    // Under the lock, so that the numbers are sent in their order.
    synchronized (this) {
      if (isStopped) {
        return CompletableFuture.completedFuture(null);
      }
      number = ++last;
      result = from.sendAsync(to, mark + number, timeout);
    }
    return result.thenCompose(
        r -> {
          if (r instanceof Completed) {
            acknowledged.add(number);
          } else {
            others.add(r);
            if (isRefused(r)) {
              refused.add(number);
            }
          }
          return pause(r).thenCompose(v -> next());
        });
  }

  // A pause, so that neither immediate refusals nor answers fill the processor with the next sends.
  private static CompletableFuture<Void> pause(SendResult result) {
    long millis = result instanceof Completed ? 5 : 50;
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }

  private static int numberOf(String text) {
    return Integer.parseInt(text.substring(text.indexOf('#') + 1));
  }

  // An unanswered or failed text may have been shown.
  private static boolean isRefused(SendResult result) {
    return !(result instanceof NoAnswer || result instanceof Failed);
  }

  private static List<String> read(String what, String sender, RecordedNode node, String mark) {
    try {
      return Files.readAllLines(file(what, sender, node.name().name(), mark));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String what, String sender, String recipient, String mark) {
    return FaultSuite.shared(what + "-" + sender + "-" + recipient + "-" + mark);
  }
}
