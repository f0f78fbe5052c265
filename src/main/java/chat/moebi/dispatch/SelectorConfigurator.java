package chat.moebi.dispatch;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;

/** Has Akka's selector, which waits for sockets, run on an {@link IoThread}. */
public final class SelectorConfigurator extends ExecutorServiceConfigurator {

  /** Is called by Akka. */
  public SelectorConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return () -> new IoExecutor(work -> IoThread.like(threads.newThread(work), work), 1);
  }
}
