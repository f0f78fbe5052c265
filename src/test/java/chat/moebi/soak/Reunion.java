package chat.moebi.soak;

import chat.moebi.soak.Transcript.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Waits until nodes are one cluster again after all faults are repaired: each node lists exactly
 * the living nodes, all as up, and can send to each of them.
 */
final class Reunion {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(300);

  private final List<SoakNode> living;
  private final long begin = System.nanoTime();
  private final List<String> apart = new ArrayList<>();

  /** Begins the wait; all nodes are ready and none is frozen. */
  Reunion(List<SoakNode> living) {
    this.living = living;
  }

  /**
   * Waits until the nodes are one cluster or the time is over, and returns what still separates
   * them.
   */
  List<String> await() throws InterruptedException {
    for (SoakNode node : living) {
      awaitList(node);
    }
    for (SoakNode node : living) {
      for (SoakNode other : living) {
        if (node != other) {
          awaitAnswer(node, other);
        }
      }
    }
    return apart;
  }

  /** Returns the outcome as a sentence. */
  String sentence() {
    String names = living.stream().map(SoakNode::address).collect(Collectors.joining(", "));
    String time = Report.seconds(Duration.ofNanos(System.nanoTime() - begin));
    return names + (apart.isEmpty() ? " are one cluster after " : " are apart after ") + time;
  }

  private void awaitList(SoakNode node) throws InterruptedException {
    Set<String> wanted =
        living.stream()
            .map(other -> other.address() + (other == node ? " self" : " up"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed = Set.of();
    for (Optional<SoakProcess> process = node.well(); process.isPresent(); process = node.well()) {
      listed = process.get().nodes();
      if (listed.equals(wanted)) {
        return;
      } else if (isOver()) {
        break;
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
    apart.add(node.address() + " sees " + listed);
  }

  private void awaitAnswer(SoakNode node, SoakNode other) throws InterruptedException {
    Answer answer = Answer.NONE;
    for (Optional<SoakProcess> process = node.well(); process.isPresent(); process = node.well()) {
      answer = process.get().send(other.name(), other.address());
      if (answer == Answer.OK) {
        return;
      } else if (isOver()) {
        break;
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
    apart.add(node.address() + " sends to " + other.address() + ": " + answer);
  }

  private boolean isOver() {
    return System.nanoTime() - begin > LIMIT.toNanos();
  }
}
