package chat.moebi.chat;

import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import chat.moebi.output.Receiver.Result;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The order in which texts reach the output. Each text has a place, which is reserved before its
 * task runs. A sender's texts are shown in the order of their places, and wait for no other
 * sender's. Thread-safe.
 */
final class TextOrder {

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
    RuntimeException failure = null;
    while (!waiting.isEmpty() && waiting.peek().content != null) {
      try {
        waiting.remove().content.run();
      } catch (RuntimeException e) { // The texts behind it are shown all the same.
        failure = e;
      }
    }
    if (waiting.isEmpty()) {
      places.remove(place.sender);
    }
    if (failure != null) {
      throw failure;
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

    /** Hands the text to the receiver when its turn comes; see {@link Receiver#show}. */
    void show(Message message, Receiver.Answers answers, Consumer<Result> onResult) {
      fill(this, () -> receiver.show(message, answers, onResult));
    }

    /** Leaves the place empty, unless a text has it already. */
    void skip() {
      fill(this, NOTHING);
    }
  }
}
