package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Set<NodeName> reachable = ConcurrentHashMap.newKeySet();
  private final Set<NodeName> starting = ConcurrentHashMap.newKeySet();
  private final Arrivals arrivals = new Arrivals(reachable::contains, starting::contains);
  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

  @Test
  void sendsAtOnceToWhoCanBeReached() {
    reachable.add(KATE);
    starting.add(KATE);

    send("a", LONG);

    assertThat(sent).containsExactly("a");
  }

  @Test
  void sendsAtOnceToWhoIsNotStarting() {
    send("a", LONG);

    assertThat(sent).containsExactly("a");
  }

  @Test
  void sendsInOrderWhenANodeThatWasStartingHasArrived() {
    starting.add(KATE);
    send("a", LONG);
    starting.clear();
    reachable.add(KATE);
    arrivals.arrived(NodeName.parse("moebi@localhost"));
    assertThat(sent).isEmpty();
    send("b", LONG); // It is known to be there, and must not overtake.

    assertThat(sent).containsExactly("a", "b");
    arrivals.arrived(KATE);
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
  void waitsOnWhenWhatIsHeardOfTheNodeIsNotThatItCanBeReached() {
    starting.add(KATE);
    send("a", LONG);

    arrivals.arrived(KATE); // A former bearer of its name has died, say.

    assertThat(sent).isEmpty();
  }

  @Test
  void tellsHowMuchOfTheTimeoutIsLeft() {
    starting.add(KATE);
    List<Duration> left = new CopyOnWriteArrayList<>();
    long before = System.nanoTime();
    arrivals.send(KATE, LONG, left::add);
    reachable.add(KATE);
    arrivals.arrived(KATE);
    Duration most = Duration.ofNanos(System.nanoTime() - before);

    assertThat(left).hasSize(1);
    assertThat(left.get(0)).isLessThan(LONG).isGreaterThanOrEqualTo(LONG.minus(most));
  }

  private void send(String what, Duration timeout) {
    arrivals.send(KATE, timeout, left -> sent.add(what));
  }
}
