package chat.moebi.chat;

import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import chat.moebi.output.Receiver.NotShown;
import chat.moebi.output.Receiver.Result;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which texts reach the output. Each text has a place, which is reserved before its
 * task runs. A sender's texts are shown in the order of their places, and wait for no other
 * sender's. Thread-safe.
 */
final class TextOrder {

  private static final Logger LOG = LoggerFactory.getLogger(TextOrder.class);

  private static final Runnable NOTHING = () -> {};

  /** The places of each sender that are not reached yet, in their order. */
  private final Map<Endpoint, Queue<Place>> places = new HashMap<>();

  /** Reserves the next place of a sender at a receiver. */
  synchronized Place reserve(Endpoint sender, Receiver receiver) {
    Place place = new Place(sender, receiver);
    places.computeIfAbsent(sender, s -> new ArrayDeque<>(1)).add(place);
    return place;
  }

  private synchronized void fill(Place place, Runnable content) {
    if (place.content != null) {
      return;
    }
    place.content = content;
    Queue<Place> waiting = places.get(place.sender);
    while (!waiting.isEmpty() && waiting.peek().content != null) {
      waiting.remove().content.run();
    }
    if (waiting.isEmpty()) {
      places.remove(place.sender);
    }
  }

  /** The place of one text. */
  final class Place {

    private final Endpoint sender;
    private final Receiver receiver;
    private Runnable content;

    private Place(Endpoint sender, Receiver receiver) {
      this.sender = sender;
      this.receiver = receiver;
    }

    /**
     * Hands the text to the receiver when its turn comes; see {@link Receiver#show}. If the
     * receiver throws, this text is not shown; the texts behind it are.
     */
    void show(Message message, Receiver.Answers answers, Consumer<Result> onResult) {
      fill(
          this,
          () -> {
            try {
              receiver.show(message, answers, onResult);
            } catch (RuntimeException | Error e) { // It may be the turn of another task's text.
              LOG.warn("a receiver failed", e);
              onResult.accept(new NotShown(TaskFailure.reason(e)));
            }
          });
    }

    /** Leaves the place empty, unless a text has it already. */
    void skip() {
      fill(this, NOTHING);
    }
  }
}
