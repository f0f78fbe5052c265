package chat.moebi.dispatch;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import akka.dispatch.ForkJoinExecutorConfigurator;
import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

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

  private static final class Following extends AbstractExecutorService {
    private final ExecutorService pool;

    Following(ExecutorService pool) {
      this.pool = pool;
    }

    @Override
    public void execute(Runnable work) {
      if (!(Thread.currentThread() instanceof IoThread io && io.take(work, pool))) {
        pool.execute(work);
      }
    }

    @Override
    public void shutdown() {
      pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
      return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
      return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
      return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
      return pool.awaitTermination(time, unit);
    }
  }
}
