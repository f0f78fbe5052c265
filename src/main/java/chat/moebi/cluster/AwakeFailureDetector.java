package chat.moebi.cluster;

import akka.event.EventStream;
import akka.remote.DeadlineFailureDetector;
import akka.remote.FailureDetector;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.function.LongSupplier;
import scala.concurrent.duration.FiniteDuration;

/**
 * Suspects a node that was not heard from for a fixed time, in which only time counts in which this
 * process was awake. On a busy machine a process that was paused would otherwise suspect all other
 * nodes at once and keep them busy with that. Akka creates a failure detector for each node that it
 * watches and asks it twice a second. Three questions are enough for a suspicion, however late each
 * comes on a busy machine.
 */
final class AwakeFailureDetector extends DeadlineFailureDetector {

  /** Akka asks every {@code akka.cluster.unreachable-nodes-reaper-interval}, half a second. */
  private static final Duration LONGEST_READING = Duration.ofSeconds(1);

  /** The constructor that Akka calls, with {@code akka.cluster.failure-detector}. */
  public AwakeFailureDetector(Config config, EventStream events) {
    this(config, System::nanoTime);
  }

  /** Creates a failure detector that measures time by a monotonic clock. */
  AwakeFailureDetector(Config config, LongSupplier nanoTime) {
    super(
        duration(config, "acceptable-heartbeat-pause"),
        duration(config, "heartbeat-interval"),
        clock(new AwakeTime(nanoTime, LONGEST_READING)));
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
