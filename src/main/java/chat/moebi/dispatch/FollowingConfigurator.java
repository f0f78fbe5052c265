package chat.moebi.dispatch;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceDelegate;
import akka.dispatch.ExecutorServiceFactory;
import akka.dispatch.ForkJoinExecutorConfigurator;
import com.typesafe.config.Config;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Runs actors on Akka's fork-join pool. With {@code chat.dispatch = spinning}, an actor that an
 * {@link IoThread} sends a message to runs on that thread instead.
 *
 * <p>Not for actors that block or compute for long.
 */
public final class FollowingConfigurator extends ExecutorServiceConfigurator {

  private final ForkJoinExecutorConfigurator pool;
  private final boolean isSpinning;

  /** Called by Akka. */
  public FollowingConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    this.pool =
        new ForkJoinExecutorConfigurator(config.getConfig("fork-join-executor"), prerequisites);
    this.isSpinning = SelectorConfigurator.isSpinning(prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    ExecutorServiceFactory factory = pool.createExecutorServiceFactory(id, threads);
    return !isSpinning ? factory : () -> new Following(factory.createExecutorService());
  }

  private record Following(ExecutorService executor) implements ExecutorServiceDelegate {
    @Override
    public void execute(Runnable work) {
      if (!(Thread.currentThread() instanceof IoThread io && io.take(work, executor))) {
        executor.execute(work);
      }
    }
  }
}
