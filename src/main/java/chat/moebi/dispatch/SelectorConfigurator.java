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
    return () -> new IoExecutor(work -> like(threads.newThread(work), work), 1);
  }

  // Akka's own threads end the ActorSystem when one of them fails.
  private static Thread like(Thread model, Runnable work) {
    IoThread thread = new IoThread(work, model.getName());
    thread.setUncaughtExceptionHandler(model.getUncaughtExceptionHandler());
    thread.setContextClassLoader(model.getContextClassLoader());
    return thread;
  }
}
