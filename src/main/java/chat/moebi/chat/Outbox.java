package chat.moebi.chat;

import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.name.NodeName;
import chat.moebi.store.KeptText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts that are kept for other nodes until they can be shown there: on disk, and delivered in
 * their order as soon as the node is there. Outlives each of the node's ActorSystems. Thread-safe.
 */
public final class Outbox {

  /** How soon a store that has failed is looked at again. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(10);

  private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final OutboxContext context;
  private final Map<NodeName, RecipientOutbox> recipients = new HashMap<>();
  private final CompletableFuture<Void> isWritten = new CompletableFuture<>();
  private boolean isOpen;
  private boolean isRetrying;
  private boolean isExpiring;
  private boolean isClosing;

  Outbox(
      NodeName self,
      ChatSettings settings,
      Keeping keeping,
      Outgoing outgoing,
      Peers peers,
      Consumer<String> notes) {
    this.context =
        new OutboxContext(
            self,
            settings,
            keeping,
            new SettledTexts(keeping.store()),
            outgoing,
            peers,
            OutboxContext.newThread(),
            notes,
            this::failed);
  }

  /** Returns all texts that this node keeps, its own and others'. */
  public CompletionStage<List<KeptText>> all() {
    return context.store().allKept();
  }

  /**
   * Drops all texts that are kept for a node.
   *
   * @return completes with how many there were
   */
  public CompletionStage<Integer> forget(NodeName node) {
    return context
        .store()
        .kept(node)
        .thenCompose(
            texts -> {
              List<UUID> ids = texts.stream().map(KeptText::id).toList();
              context.run(() -> forget(node, ids));
              return context.settled().settle(node, ids).thenApply(done -> ids.size());
            });
  }

  private void forget(NodeName node, List<UUID> ids) {
    if (recipients.containsKey(node)) {
      recipients.get(node).forget(ids);
      proceed(node);
    }
  }

  /** Keeps texts from now on; until the store is open, all texts wait for it. */
  void prepare() {
    context
        .diversions()
        .open(
            new Diversions.Listener() {
              @Override
              public void diverted(NodeName node) {
                context.run(() -> proceed(node));
              }

              @Override
              public void answeredLate(Send send, SendResult result) {
                context.run(() -> late(send, result));
              }
            });
  }

  /** Learns for which nodes texts are kept, once the store is open. The node is ready. */
  void open() {
    context.then(context.store().whenOpen(), (isUsable, e) -> load(isUsable));
  }

  private void load(boolean isUsable) {
    if (!isUsable) {
      failed();
    } else {
      context.settled().dropAgain();
      context.then(
          context.store().ownKeptIds(),
          (ids, e) -> {
            if (e == null) {
              opened(ids);
            } else {
              failed();
            }
          });
    }
  }

  private void opened(Map<NodeName, List<UUID>> ids) {
    isOpen = true;
    Set<NodeName> diverted = context.diversions().opened(ids.keySet());
    ids.forEach((node, texts) -> recipient(node).add(texts));
    diverted.forEach(this::proceed);
    if (!isExpiring) {
      isExpiring = true;
      new KeptExpiry(context, this::isDelivering, this::forget).run();
      new SharedInbox(context).run();
    }
  }

  private boolean isDelivering() {
    return recipients.values().stream().anyMatch(RecipientOutbox::isDelivering);
  }

  private void failed() {
    isOpen = true;
    context.diversions().close().forEach(this::proceed); // What is kept goes first all the same.
    if (!isRetrying) {
      isRetrying = true;
      context.schedule(this::retry, RETRY_DELAY);
    }
  }

  private void retry() {
    if (context.store().fault().isPresent()) {
      context.schedule(this::retry, RETRY_DELAY);
    } else {
      isRetrying = false;
      prepare();
      load(true);
    }
  }

  /** A node may have come, or gone. */
  void nodeChanged(NodeName node) {
    if (isOn()) {
      context.run(() -> changed(node));
    }
  }

  /** The node is ready, perhaps again. */
  void ready() {
    if (isOn()) {
      context.run(() -> Set.copyOf(recipients.keySet()).forEach(this::changed));
    }
  }

  /** The ActorSystem ends, and with it what it was told to do. */
  void stopped() {
    if (isOn()) {
      context.run(() -> context.diversions().cancelResume().forEach(this::proceed));
    }
  }

  private boolean isOn() {
    return context.diversions().hasListener();
  }

  private void changed(NodeName node) {
    RecipientOutbox recipient = recipients.get(node);
    if (recipient != null) {
      recipient.nodeChanged();
      proceed(node);
    }
  }

  private RecipientOutbox recipient(NodeName node) {
    return recipients.computeIfAbsent(node, n -> new RecipientOutbox(n, context, () -> proceed(n)));
  }

  private void proceed(NodeName node) {
    if (isOpen && !recipient(node).proceed() && context.outgoing().isRunning()) {
      recipients.remove(node);
      if (context.diversions().beginResume(node)) {
        context.outgoing().resume(node);
      }
    }
    if (isClosing) {
      endIfWritten();
    }
  }

  private void late(Send send, SendResult result) {
    RecipientOutbox recipient = recipients.get(send.to().node());
    if (recipient != null) {
      recipient.answered(send, result);
      proceed(send.to().node());
    }
  }

  /** Ends the thread after all that was diverted is on disk; the node has ended. */
  void close() {
    context.run(
        () -> {
          context.settled().dropAgain();
          isClosing = true;
          endIfWritten();
        });
    try {
      isWritten.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("some texts are not written yet, and are lost");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.thread().shutdownNow();
  }

  private void endIfWritten() {
    if (recipients.values().stream().noneMatch(RecipientOutbox::isWriting)) {
      recipients.values().forEach(RecipientOutbox::endWaits);
      isWritten.complete(null);
    }
  }
}
