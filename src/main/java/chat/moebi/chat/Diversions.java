package chat.moebi.chat;

import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.name.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The recipients to whom no text is sent directly, because earlier texts for them are kept, or are
 * about to be. Their texts queue here for the {@link Outbox}. Thread-safe.
 *
 * <p>Which texts are diverted is decided where their order is known: on the thread of the {@link
 * MessageSender}, or while there is no such actor.
 */
final class Diversions {

  /** Why a text is diverted. */
  enum Cause {
    /** Earlier texts for the recipient are. */
    BEHIND_OTHERS,
    /** The recipient cannot be reached, or misses an earlier text; it has not shown the text. */
    NOT_SHOWN,
    /** The recipient has not answered; it may have shown the text. */
    NO_ANSWER
  }

  /** A text that is diverted. */
  record Diverted(Send send, Cause cause) {
    long bytes() {
      return BYTES_PER_TEXT + (long) Character.BYTES * send.content().text().length();
    }
  }

  /** Takes what is diverted, on any thread, without blocking. */
  interface Listener {
    /** A text for a node was diverted. */
    void diverted(NodeName node);

    /** The result of a text that was diverted, or resent, has come after all. */
    void answeredLate(Send send, SendResult result);
  }

  private enum State {
    /** Nothing is kept. */
    OFF,
    /** It is not known yet for which nodes texts are kept. */
    OPENING,
    OPEN
  }

  /** What may wait in memory until it is on disk; past it, each recipient is busy. */
  private static final long MAX_BYTES = 16 << 20;

  private static final int BYTES_PER_TEXT = 256;

  private final Map<NodeName, Deque<Diverted>> queues = new HashMap<>();
  private final Set<NodeName> resuming = new HashSet<>();
  private volatile State state = State.OFF;
  private volatile boolean isEmpty = true;
  private long bytes;
  private volatile Listener listener;

  /** Diverts all texts, until it is known for which nodes texts are kept. */
  synchronized void open(Listener listener) {
    this.listener = listener;
    state = State.OPENING;
  }

  /** Diverts the texts for these nodes only. */
  synchronized Set<NodeName> opened(Set<NodeName> nodes) {
    nodes.forEach(node -> queues.computeIfAbsent(node, n -> new ArrayDeque<>()));
    isEmpty = queues.isEmpty();
    state = State.OPEN;
    return Set.copyOf(queues.keySet());
  }

  /** Diverts no further texts: nothing can be kept. Returns the nodes that texts wait for. */
  synchronized Set<NodeName> close() {
    state = State.OFF;
    return Set.copyOf(queues.keySet());
  }

  /** Whether texts are kept, or will be when the store can be used. */
  boolean hasListener() {
    return listener != null;
  }

  /** Whether texts are kept now. */
  boolean isOn() {
    return state != State.OFF;
  }

  /** Whether a text for a node is kept now, or has to wait behind those that are. */
  synchronized boolean isOnFor(NodeName node) {
    return isOn() || queues.containsKey(node);
  }

  /** Takes a text that has to wait behind others; returns whether it has to. */
  boolean takes(Send send) {
    if (isEmpty && state != State.OPENING) {
      return false;
    }
    return add(send, Cause.BEHIND_OTHERS, state == State.OPENING);
  }

  /**
   * Takes a text that could not be sent, or was not answered; all later texts for its recipient
   * wait behind it.
   *
   * @return false if nothing is kept now
   */
  boolean divert(Send send, Cause cause) {
    return add(send, cause, isOn());
  }

  private boolean add(Send send, Cause cause, boolean begins) {
    NodeName node = send.to().node();
    Diverted added = new Diverted(send, cause);
    synchronized (this) {
      Deque<Diverted> queue = queues.get(node);
      if (queue == null && !begins) {
        return false;
      }
      if (!send.keepable().orElseThrow().divert()) {
        return true;
      }
      if (bytes + added.bytes() <= MAX_BYTES) {
        queues.computeIfAbsent(node, n -> new ArrayDeque<>()).add(added);
        isEmpty = false;
        bytes += added.bytes();
        added = null;
      }
    }
    if (added == null) {
      listener.diverted(node);
    } else {
      send.onResult().accept(refusal(added));
    }
    return true;
  }

  private static SendResult refusal(Diverted text) {
    NodeName node = text.send().to().node();
    return text.cause() == Cause.NO_ANSWER
        ? new SendResult.NoAnswer(node, text.send().timeout())
        : new SendResult.Busy(node);
  }

  /** Passes a late result on. */
  void answeredLate(Send send, SendResult result) {
    listener.answeredLate(send, result);
  }

  /**
   * Returns the first text that is diverted from a node and not taken yet; null if there is none.
   */
  synchronized Diverted peek(NodeName node) {
    Deque<Diverted> queue = queues.get(node);
    return queue == null || resuming.contains(node) ? null : queue.peek();
  }

  /** Takes the text that {@link #peek} has returned; it is in memory until it is {@link #done}. */
  synchronized Diverted take(NodeName node) {
    return queues.get(node).remove();
  }

  /** Gives back the memory of a text. */
  synchronized void done(Diverted text) {
    bytes -= text.bytes();
  }

  /**
   * Leaves the texts that wait for a node to {@link #resume}, if each of them only waits for
   * others.
   *
   * @return false if nothing is left to it, or was already
   */
  synchronized boolean beginResume(NodeName node) {
    Deque<Diverted> queue = queues.get(node);
    return queue != null
        && (queue.isEmpty() || queue.peek().cause() == Cause.BEHIND_OTHERS)
        && resuming.add(node);
  }

  /** Returns the nodes that were left to {@link #resume}, and takes them back. */
  synchronized Set<NodeName> cancelResume() {
    Set<NodeName> cancelled = Set.copyOf(resuming);
    resuming.clear();
    return cancelled;
  }

  /**
   * Ends the diversion from a node, unless one of the texts may have been shown meanwhile.
   *
   * @return the texts that waited: they are sent directly
   */
  List<Send> resume(NodeName node) {
    synchronized (this) {
      if (!resuming.remove(node)) {
        return List.of();
      }
      if (!putSentOnesFirst(queues.get(node))) {
        return endDiversion(node);
      }
    }
    listener.diverted(node);
    return List.of();
  }

  /** Returns whether there are texts that were sent; the others were written after them. */
  private static boolean putSentOnesFirst(Deque<Diverted> queue) {
    List<Diverted> sent = queue.stream().filter(text -> text.cause() == Cause.NO_ANSWER).toList();
    queue.removeIf(text -> text.cause() == Cause.NO_ANSWER);
    for (int i = sent.size() - 1; i >= 0; i--) {
      queue.addFirst(sent.get(i));
    }
    return !sent.isEmpty();
  }

  private List<Send> endDiversion(NodeName node) {
    List<Send> sends = new ArrayList<>();
    for (Diverted waiting : queues.remove(node)) {
      bytes -= waiting.bytes();
      Keepable keepable = waiting.send().keepable().orElseThrow();
      keepable.resume();
      sends.add(waiting.send().within(keepable.timeLeft()));
    }
    isEmpty = queues.isEmpty();
    return sends;
  }
}
