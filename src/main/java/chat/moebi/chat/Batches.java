package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps what an actor says to others until it has taken what is in its mailbox, and then tells each
 * of them all of it at once: to cross to another node costs as much for one message as for a
 * hundred small ones. In its order. For the actor's own thread.
 *
 * @param <P> what the others take
 * @param <M> what is kept
 */
final class Batches<P, M extends P> {

  /**
   * A batch must fit in one of Artery's frames, of 256 KiB, with a text of the greatest length at
   * its end.
   */
  private static final int MOST_BYTES = 64 * 1024;

  /** What a message takes besides its text, at most nearly always. */
  private static final int BYTES_A_MESSAGE = 128;

  private final class Batch {
    final List<M> messages = new ArrayList<>();
    int bytes;
  }

  private final Runnable flushSoon;
  private final Function<List<M>, P> packed;
  private final Map<ActorRef<? super P>, Batch> batches = new LinkedHashMap<>();

  /**
   * Makes them for an actor.
   *
   * @param flushSoon puts a message in the actor's mailbox, on which it calls {@link #flush}
   * @param packed makes one message of many
   */
  Batches(Runnable flushSoon, Function<List<M>, P> packed) {
    this.flushSoon = flushSoon;
    this.packed = packed;
  }

  /** Keeps a message with a text of so many bytes. */
  void tell(ActorRef<? super P> to, M message, int bytes) {
    if (batches.isEmpty()) {
      flushSoon.run();
    }
    Batch batch = batches.computeIfAbsent(to, t -> new Batch());
    batch.messages.add(message);
    batch.bytes += bytes + BYTES_A_MESSAGE;
    if (batch.bytes > MOST_BYTES) {
      batches.remove(to);
      send(to, batch);
    }
  }

  /** Tells all that is kept. */
  void flush() {
    Map<ActorRef<? super P>, Batch> all = new LinkedHashMap<>(batches);
    batches.clear();
    all.forEach(this::send);
  }

  private void send(ActorRef<? super P> to, Batch batch) {
    to.tell(batch.messages.size() == 1 ? batch.messages.get(0) : packed.apply(batch.messages));
  }
}
