package chat.moebi.chat;

import chat.moebi.cluster.View.Peer;
import chat.moebi.name.NodeName;
import chat.moebi.name.PassingName;
import chat.moebi.store.Store;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the parts of an outbox share. All state of an outbox belongs to one thread, on which {@link
 * #run} and {@link #schedule} run their work.
 *
 * @param settled the texts that are not to be sent any more
 * @param notes takes notes for the user
 * @param onFault is called when the store has refused a text because of a fault
 */
record OutboxContext(
    NodeName self,
    ChatSettings settings,
    Keeping keeping,
    SettledTexts settled,
    Outgoing outgoing,
    Peers peers,
    ScheduledExecutorService thread,
    Consumer<String> notes,
    Runnable onFault) {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxContext.class);

  /** Starts the thread of an outbox. */
  static ScheduledExecutorService newThread() {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread created = new Thread(work, "outbox");
              created.setDaemon(true);
              return created;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return thread;
  }

  Duration sendTimeout() {
    return settings.sendTimeout();
  }

  Store store() {
    return keeping.store();
  }

  RoomMemory rooms() {
    return keeping.rooms();
  }

  Diversions diversions() {
    return keeping.diversions();
  }

  /** Runs work soon. */
  void run(Runnable work) {
    schedule(work, Duration.ZERO);
  }

  /** Runs work after a delay. */
  Future<?> schedule(Runnable work, Duration delay) {
    try {
      return thread.schedule(() -> logFailure(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the outbox is closed");
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Has a result handled on the outbox's thread; it is null if there is an exception. */
  <T> void then(CompletionStage<T> stage, BiConsumer<T, Throwable> handler) {
    stage.whenComplete(
        (result, e) ->
            run(() -> handler.accept(result, e instanceof CompletionException ? e.getCause() : e)));
  }

  /** Whether texts can be sent to a node now. */
  boolean isReachable(NodeName node) {
    return outgoing.isRunning() && peers.isReachable(node);
  }

  /** Whether texts are kept for a node: it was met, and may come back. */
  CompletionStage<Boolean> isMet(NodeName node) {
    if (PassingName.is(node)) {
      return CompletableFuture.completedFuture(false);
    }
    return peers.view().nodes().containsKey(node)
        ? CompletableFuture.completedFuture(true)
        : store().hasMet(node);
  }

  /** Returns the incarnation of a node; 0 if the node is not known. */
  long incarnation(NodeName node) {
    Peer peer = peers.view().nodes().get(node);
    return peer == null ? 0 : peer.incarnation();
  }

  private static void logFailure(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.error("the outbox has failed", e);
    }
  }
}
