package chat.moebi.otp.process;

import chat.moebi.otp.process.Next.Handler;
import chat.moebi.otp.process.Received.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The messages that a process has received and not handled yet, oldest first. */
final class Mailbox {

  private final ProcessSettings settings;
  private final List<Received> items = new ArrayList<>();

  /** The requests whose replies are to be dropped. */
  private final Set<Long> forgotten = new HashSet<>();

  private long bytes;

  /** The index of the item that a handler looks at; the handler may drop it and others. */
  private int current;

  Mailbox(ProcessSettings settings) {
    this.settings = settings;
  }

  int size() {
    return items.size();
  }

  /** Whether there is no room for one more message of that size. */
  boolean isFull(int messageBytes) {
    return size() >= settings.maxMailbox() || bytes + messageBytes > settings.maxMailboxBytes();
  }

  void add(Received received) {
    items.add(received);
    bytes += size(received);
  }

  /** Offers one item after the other to a handler, and removes the first that is not skipped. */
  <R> Optional<Next<R>> take(Handler<R> handler) {
    for (current = 0; current < size(); current++) {
      Received received = items.get(current);
      Next<R> next = handler.on(received);
      if (!(next instanceof Next.Skip)) {
        if (current >= 0 && items.get(current) == received) { // Else the handler has dropped it.
          remove(current);
        }
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** Drops the reply to a request, whether it has come or not. */
  void forget(long request) {
    if (!drop(item -> item instanceof Received.Replied reply && reply.request() == request)) {
      forgotten.add(request);
    }
  }

  /** Whether the process has not forgotten the request of a reply that comes now. */
  boolean isWanted(Reply reply) {
    return !forgotten.remove(reply.request());
  }

  /** Drops the message of a monitor, if it is there. */
  void dropDown(long monitor) {
    drop(item -> item instanceof Received.Down down && down.monitor() == monitor);
  }

  /** Removes and returns everything. */
  List<Received> drain() {
    List<Received> all = List.copyOf(items);
    items.clear();
    bytes = 0;
    return all;
  }

  private boolean drop(Predicate<Received> unwanted) {
    int before = size();
    for (int i = before - 1; i >= 0; i--) {
      if (unwanted.test(items.get(i))) {
        remove(i);
      }
    }
    return size() < before;
  }

  private void remove(int index) {
    bytes -= size(items.remove(index));
    if (index <= current) {
      current--; // The handler looks at the same next item as before.
    }
  }

  private static int size(Received received) {
    return received instanceof Message message ? message.term().cbor().length : 0;
  }
}
