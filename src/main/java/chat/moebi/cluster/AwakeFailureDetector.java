package chat.moebi.cluster;

import akka.event.EventStream;
import akka.remote.DeadlineFailureDetector;
import akka.remote.FailureDetector;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.function.LongSupplier;
import scala.concurrent.duration.FiniteDuration;

/**
 * Doubts a node of which nothing was heard for a fixed time, of which only that counts in which
 * this node was awake: on a machine that is too busy, who slept would doubt all others at once, and
 * they would be busy with that. Akka makes one for each node that it watches, and asks it twice a
 * second.
 */
final class AwakeFailureDetector extends DeadlineFailureDetector {

  /** Akka looks every {@code akka.cluster.unreachable-nodes-reaper-interval}, half a second. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** Makes one by {@code akka.cluster.failure-detector}; the constructor that Akka looks for. */
  public AwakeFailureDetector(Config config, EventStream events) {
    this(config, System::nanoTime);
  }

  /** Makes one that measures by a monotonic clock. */
  AwakeFailureDetector(Config config, LongSupplier nanoTime) {
    super(
        duration(config, "acceptable-heartbeat-pause"),
        duration(config, "heartbeat-interval"),
        clock(new AwakeTime(nanoTime, BETWEEN_LOOKS)));
  }

  private static FiniteDuration duration(Config config, String path) {
    return FiniteDuration.fromNanos(config.getDuration(path).toNanos());
  }

  private static FailureDetector.Clock clock(AwakeTime time) {
    return new FailureDetector.Clock() {
      @Override
      public long apply$mcJ$sp() {
        return Duration.ofNanos(time.nanos()).toMillis();
      }

      @Override
      public Object apply() {
        return apply$mcJ$sp();
      }
    };
  }
}
