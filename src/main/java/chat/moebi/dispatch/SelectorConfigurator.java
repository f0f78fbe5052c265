package chat.moebi.dispatch;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * Gives Akka's selector, which waits for sockets, a thread of its own. With {@code chat.dispatch =
 * spinning} that is an {@link IoThread} and the selector is a {@link SpinningSelector}.
 */
public final class SelectorConfigurator extends ExecutorServiceConfigurator {

  private final boolean isSpinning;

  /** Called by Akka, before it opens its selector. */
  public SelectorConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    this.isSpinning = isSpinning(prerequisites);
    if (isSpinning) {
      SpinningProvider.install();
    }
  }

  /** Whether {@code chat.dispatch} is {@code spinning} in the configuration of an ActorSystem. */
  static boolean isSpinning(DispatcherPrerequisites prerequisites) {
    return prerequisites.settings().config().getString("chat.dispatch").equals("spinning");
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return isSpinning
        ? () ->
            new IoExecutor(
                work -> IoThread.like(threads.newThread(work), work), 1, IoExecutor.LATER)
        : () -> Executors.newSingleThreadExecutor(threads);
  }
}
