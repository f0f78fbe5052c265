package chat.moebi.process;

import chat.moebi.process.Next.Handler;
import chat.moebi.process.Received.Message;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;

/** Keeps what a process has received and not handled yet, oldest first. */
final class Mailbox {

  private final ProcessSettings settings;

  /** Null while it is empty: most processes never have more than a message at a time. */
  private LinkedList<Received> items;

  private long bytes;

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
      items = new LinkedList<>();
    }
    items.add(received);
    bytes += size(received);
  }

  /** Hands over one after the other until one is not skipped. */
  <R> Optional<Next<R>> take(Handler<R> handler) {
    if (items == null) {
      return Optional.empty();
    }
    for (Iterator<Received> each = items.iterator(); each.hasNext(); ) {
      Received received = each.next();
      Next<R> next = Steps.said(handler.on(received));
      if (!(next instanceof Next.Skip)) {
        each.remove();
        bytes -= size(received);
        drop();
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** Drops the reply to a request; returns whether it was there. */
  boolean removeReply(long request) {
    boolean wasThere =
        items != null
            && items.removeIf(r -> r instanceof Received.Replied re && re.request() == request);
    if (wasThere) {
      drop();
    }
    return wasThere;
  }

  /** Drops what a monitor has brought. */
  void dropDown(long monitor) {
    if (items != null) {
      items.removeIf(item -> item instanceof Received.Down down && down.monitor() == monitor);
      drop();
    }
  }

  /** Empties it. */
  List<Received> drain() {
    List<Received> all = items == null ? List.of() : new ArrayList<>(items);
    items = null;
    bytes = 0;
    return all;
  }

  private void drop() {
    if (items.isEmpty()) {
      items = null;
    }
  }

  private static int size(Received received) {
    return received instanceof Message message ? message.term().cbor().length : 0;
  }
}
