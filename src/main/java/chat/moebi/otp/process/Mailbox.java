package chat.moebi.otp.process;

import chat.moebi.otp.process.Next.Handler;
import chat.moebi.otp.process.Received.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps what a process has received and not handled yet, oldest first. */
final class Mailbox {

  private final ProcessSettings settings;

  /** Null while it is empty: most processes never have more than a message at a time. */
  private List<Received> items;

  private long bytes;

  /** The index of the message that a handler looks at, which may drop that one and others. */
  private int current;

  Mailbox(ProcessSettings settings) {
    this.settings = settings;
  }

  int size() {
    return items == null ? 0 : items.size();
  }

  /** Tells whether there is no room for one more message of that size. */
  boolean isFull(int messageBytes) {
    return size() >= settings.maxMailbox() || bytes + messageBytes > settings.maxMailboxBytes();
  }

  void add(Received received) {
    if (items == null) {
      items = new ArrayList<>(1);
    }
    items.add(received);
    bytes += size(received);
  }

  /** Hands over one after the other until one is not skipped. */
  <R> Optional<Next<R>> take(Handler<R> handler) {
    for (current = 0; current < size(); current++) {
      Received received = items.get(current);
      Next<R> next = Steps.said(handler.on(received));
      if (!(next instanceof Next.Skip)) {
        if (current >= 0 && current < size() && items.get(current) == received) {
          remove(current); // Unless the handler has dropped it.
        }
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** Drops the reply to a request; returns whether it was there. */
  boolean removeReply(long request) {
    return drop(item -> item instanceof Received.Replied reply && reply.request() == request);
  }

  /** Drops what a monitor has brought. */
  void dropDown(long monitor) {
    drop(item -> item instanceof Received.Down down && down.monitor() == monitor);
  }

  /** Empties it. */
  List<Received> drain() {
    List<Received> all = items == null ? List.of() : new ArrayList<>(items);
    items = null;
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
      current--; // So the next message that the handler looks at is the next one.
    }
    if (items.isEmpty()) {
      items = null;
    }
  }

  private static int size(Received received) {
    return received instanceof Message message ? message.term().cbor().length : 0;
  }
}
