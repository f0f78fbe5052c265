package chat.moebi.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Collects an actor's entries for other actors while it reads its mailbox, and then sends each
 * receiver's entries as one message, in their order. For the actor's own thread.
 *
 * <p>Without batches 512 senders got less than a third of the messages per second. A message that
 * crosses alone costs as much as a hundred small ones that cross together.
 *
 * @param <R> a receiver
 * @param <M> an entry
 */
final class Batches<R, M> {

  /**
   * A batch must fit in one of Artery's frames, of 256 KiB, with a text of the greatest length at
   * its end.
   */
  private static final int MAX_BYTES = 64 * 1024;

  /** The most that one entry takes besides its text. */
  private static final int BYTES_PER_ENTRY = 128;

  private final class Batch {
    final List<M> entries = new ArrayList<>();
    int bytes;
  }

  private final Runnable flushSoon;
  private final BiConsumer<R, List<M>> send;
  private final Map<R, Batch> batches = new LinkedHashMap<>();

  /**
   * Creates the batches of an actor.
   *
   * @param flushSoon puts a message in the actor's mailbox, on which it calls {@link #flush}
   * @param send sends one message with all of a batch
   */
  Batches(Runnable flushSoon, BiConsumer<R, List<M>> send) {
    this.flushSoon = flushSoon;
    this.send = send;
  }

  /** Adds an entry with a text of so many bytes. */
  void add(R receiver, M entry, int bytes) {
    if (batches.isEmpty()) {
      flushSoon.run();
    }
    Batch batch = batches.computeIfAbsent(receiver, r -> new Batch());
    batch.entries.add(entry);
    batch.bytes += bytes + BYTES_PER_ENTRY;
    if (batch.bytes > MAX_BYTES) {
      batches.remove(receiver);
      send.accept(receiver, batch.entries);
    }
  }

  /** Sends all entries. */
  void flush() {
    Map<R, Batch> all = new LinkedHashMap<>(batches);
    batches.clear();
    all.forEach((receiver, batch) -> send.accept(receiver, batch.entries));
  }
}
