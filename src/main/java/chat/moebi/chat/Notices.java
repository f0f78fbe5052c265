package chat.moebi.chat;

import chat.moebi.process.Output;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows notices of what happens to nodes, one after the other, on a thread of its own: apart from
 * the messages, which notices that nobody reads must not hold up, and apart from the ActorSystem,
 * of whose end they tell. Thread-safe.
 */
final class Notices {

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  /** Where nobody reads, the newest are left out, as in a full pipe. */
  private static final int MOST = 1000;

  private final Output output;
  private final ThreadPoolExecutor writer;

  Notices(Output output) {
    this.output = output;
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST),
            Notices::thread,
            (notice, executor) -> LOG.warn("nobody reads the notices; one is left out"));
    writer.allowCoreThreadTimeOut(true);
  }

  /** Shows one, after those before it. */
  void add(String sentence) {
    writer.execute(() -> output.note(sentence));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "notices");
    thread.setDaemon(true);
    return thread;
  }
}
