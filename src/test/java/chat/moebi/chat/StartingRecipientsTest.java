package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartingRecipientsTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Set<NodeName> reachable = ConcurrentHashMap.newKeySet();
  private final Set<NodeName> starting = ConcurrentHashMap.newKeySet();
  private final StartingRecipients recipients =
      new StartingRecipients(
          reachable::contains,
          node -> CompletableFuture.completedStage(starting.contains(node)),
          () -> new Window(3, 1_000));
  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

  @Test
  void sendsAtOnceToANodeThatCanBeReached() {
    reachable.add(KATE);
    starting.add(KATE);

    send("a", LONG);

    assertThat(sent).containsExactly("a");
  }

  @Test
  void sendsAtOnceToANodeThatIsNotStarting() {
    send("a", LONG);

    assertThat(sent).containsExactly("a");
  }

  @Test
  void sendsInOrderWhenTheStartingNodeCanBeReached() {
    starting.add(KATE);
    send("a", LONG);
    starting.clear();
    reachable.add(KATE);
    recipients.nodeChanged(NodeName.parse("moebi@localhost"));
    assertThat(sent).isEmpty();
    send("b", LONG); // The node can be reached; this text must not overtake the first.

    assertThat(sent).containsExactly("a", "b");
    recipients.nodeChanged(KATE);
    assertThat(sent).hasSize(2);
  }

  @Test
  void waitsNoLongerThanTheTimeout() throws InterruptedException {
    starting.add(KATE);
    send("a", Duration.ofSeconds(2));
    send("b", Duration.ofMillis(20));

    assertThat(sent.poll(5, TimeUnit.SECONDS)).isEqualTo("b");
    assertThat(sent.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
  }

  @Test
  void aTextThatIsKeptGoesAfterTheOlderOnesThatAre() throws InterruptedException {
    starting.add(KATE);
    send("a", LONG, true);
    send("b", LONG, false);
    send("c", Duration.ZERO, true);

    assertThat(sent.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
    assertThat(sent.poll(5, TimeUnit.SECONDS)).isEqualTo("c");
    assertThat(sent).isEmpty();
  }

  @Test
  void waitsOnWhenTheNodeChangesAndCannotBeReached() {
    starting.add(KATE);
    send("a", LONG);

    recipients.nodeChanged(KATE); // For example, an earlier incarnation of the node has died.

    assertThat(sent).isEmpty();
  }

  @Test
  void passesOnTheRestOfTheTimeout() {
    starting.add(KATE);
    List<Duration> left = new CopyOnWriteArrayList<>();
    long before = System.nanoTime();
    recipients.send(KATE, 1, LONG, false, left::add);
    reachable.add(KATE);
    recipients.nodeChanged(KATE);
    Duration most = Duration.ofNanos(System.nanoTime() - before);

    assertThat(left).hasSize(1);
    assertThat(left.get(0)).isLessThan(LONG).isGreaterThanOrEqualTo(LONG.minus(most));
  }

  @Test
  void keepsTheOrderOfTextsWhoseLookupsEndInAnotherOrder() {
    Queue<CompletableFuture<Boolean>> lookups = new ArrayDeque<>();
    StartingRecipients slow =
        new StartingRecipients(
            reachable::contains,
            node -> {
              lookups.add(new CompletableFuture<>());
              return lookups.peek();
            },
            () -> new Window(3, 1_000));
    slow.send(KATE, 1, LONG, false, left -> sent.add("a"));
    CompletableFuture<Boolean> first = lookups.remove();
    slow.send(KATE, 1, LONG, false, left -> sent.add("b"));
    CompletableFuture<Boolean> second = lookups.remove();
    slow.send(KATE, 1, LONG, false, left -> sent.add("c"));
    assertThat(sent).isEmpty();

    second.complete(false);
    assertThat(sent).containsExactly("a", "b");
    first.complete(false);
    lookups.remove().complete(true);
    assertThat(sent).hasSize(2);
    reachable.add(KATE);
    slow.nodeChanged(KATE);
    assertThat(sent).containsExactly("a", "b", "c");
  }

  @Test
  void takesNoMoreTextsThanTheWindowOfTheNodeHolds() {
    starting.add(KATE);
    assertThat(send("a", LONG)).isTrue();
    assertThat(send("b", LONG)).isTrue();
    assertThat(send("c", LONG)).isTrue();

    assertThat(send("too many", LONG)).isFalse();
    reachable.add(KATE);
    recipients.nodeChanged(KATE);
    assertThat(send("d", LONG)).isTrue();
    assertThat(sent).containsExactly("a", "b", "c", "d");
  }

  private boolean send(String what, Duration timeout) {
    return send(what, timeout, false);
  }

  private boolean send(String what, Duration timeout, boolean isKept) {
    return recipients.send(KATE, 1, timeout, isKept, left -> sent.add(what));
  }
}
