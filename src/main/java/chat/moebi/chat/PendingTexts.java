package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.chat.SenderProtocol.Command;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The texts that a sender has sent and that have no answer yet, within the window of each
 * recipient. For the sender's own thread.
 */
final class PendingTexts {

  /** One start of a node, and the bounds of what is on its way to it. */
  static final class Recipient {
    private final Found<ChatProtocol.Command> supervisor;
    private final Window window;

    /** The id of the last ordered text, while that has no answer; else 0. */
    private long last;

    private Recipient(Found<ChatProtocol.Command> supervisor, Window window) {
      this.supervisor = supervisor;
      this.window = window;
    }

    private boolean isAt(Found<ChatProtocol.Command> found) {
      return supervisor.incarnation() == found.incarnation();
    }

    ActorRef<ChatProtocol.Command> supervisor() {
      return supervisor.actor();
    }

    /**
     * Returns the id that an ordered text comes after, which is its own id if it is the first, and
     * has the next one come after it.
     */
    long follow(long id) {
      long former = last;
      last = id;
      return former == 0 ? id : former;
    }
  }

  /** A text without an answer. */
  record Pending(long id, Send send, Recipient recipient, int bytes, long sentAt, boolean isLate) {
    NodeName node() {
      return send.to().name();
    }

    private Pending late() {
      return new Pending(id, send, recipient, bytes, sentAt, true);
    }
  }

  private final ChatSettings settings;
  private final LongSupplier nanoTime;
  private final Deadlines<Command> timeouts;
  private final Deadlines<Command> lateAnswers;
  private final Map<NodeName, Recipient> recipients = new HashMap<>();

  /** In the order in which they were sent. */
  private final Map<Long, Pending> pending = new LinkedHashMap<>();

  // The first id is random: after a restart, no late answer fits a new message.
  private long lastId = ThreadLocalRandom.current().nextLong();

  /**
   * Creates an empty collection.
   *
   * @param nanoTime a monotonic clock
   * @param timedOut creates the message on which the sender calls {@link #timedOut}
   * @param givenUp creates the message on which the sender calls {@link #giveUp}
   */
  PendingTexts(
      ChatSettings settings,
      TimerScheduler<Command> timers,
      LongSupplier nanoTime,
      Function<Duration, Command> timedOut,
      Function<Duration, Command> givenUp) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.timeouts = new Deadlines<>(timers, nanoTime, timedOut);
    this.lateAnswers = new Deadlines<>(timers, nanoTime, givenUp);
  }

  /** Returns a recipient, of which another start may have been found. */
  Recipient recipientAt(NodeName node, Found<ChatProtocol.Command> supervisor) {
    Recipient recipient = recipients.get(node);
    if (recipient == null || !recipient.isAt(supervisor)) {
      // The messages to the earlier start of the node take no place from those to the new one.
      recipient = new Recipient(supervisor, settings.newWindow());
      recipients.put(node, recipient);
      List.copyOf(pending.values()).forEach(this::forgetIfLateToFormer);
    }
    return recipient;
  }

  /** Adds a text and returns its id; 0 if there is no place for it in the window. */
  long add(Send send, Recipient recipient, int bytes) {
    if (!recipient.window.take(bytes)) {
      return 0;
    }
    long id = nextId();
    timeouts.add(id, send.timeout());
    pending.put(id, new Pending(id, send, recipient, bytes, nanoTime.getAsLong(), false));
    send.keepable().ifPresent(text -> text.sentTo(recipient.supervisor.incarnation()));
    return id;
  }

  private long nextId() {
    lastId++;
    return lastId == 0 ? ++lastId : lastId;
  }

  /** Returns a text without an answer; null if there is none of that id. */
  Pending get(long id) {
    return pending.get(id);
  }

  /** Returns the texts to a node that are to be kept if they are not answered, oldest first. */
  List<Pending> keepableTo(NodeName node) {
    List<Pending> found = new ArrayList<>();
    for (Pending text : pending.values()) {
      if (!text.isLate && text.send.keepable().isPresent() && text.node().equals(node)) {
        found.add(text);
      }
    }
    return found;
  }

  /** Returns the {@link #keepableTo} a node that went to another start of it, oldest first. */
  List<Pending> keepableToFormer(NodeName node, Found<ChatProtocol.Command> supervisor) {
    Recipient recipient = recipients.get(node);
    return recipient == null || recipient.isAt(supervisor) ? List.of() : keepableTo(node);
  }

  /** Returns all texts whose senders wait, oldest first. */
  List<Pending> awaited() {
    return pending.values().stream().filter(text -> !text.isLate).toList();
  }

  /** Returns the texts whose senders have waited for so long, oldest first. */
  List<Pending> timedOut(Duration timeout) {
    return timeouts.overdue(timeout).stream().map(pending::get).toList();
  }

  /** Marks a text as one whose sender waits no longer. */
  void setLate(Pending text) {
    Pending late = text.late();
    pending.put(text.id, late);
    timeouts.remove(text.id, text.send.timeout());
    lateAnswers.add(text.id, settings.lateAnswerLimit());
    unchain(text);
    forgetIfLateToFormer(late);
  }

  /** Forgets the texts whose late answers were awaited for so long. */
  void giveUp(Duration limit) {
    lateAnswers.overdue(limit).forEach(this::forget);
  }

  /** Removes and returns a text; null if there is none of that id. */
  Pending forget(long id) {
    Pending gone = pending.remove(id);
    if (gone != null) {
      if (gone.isLate) {
        lateAnswers.remove(id, settings.lateAnswerLimit());
      } else {
        timeouts.remove(id, gone.send.timeout());
      }
      gone.recipient.window.giveBack(gone.bytes);
      unchain(gone);
    }
    return gone;
  }

  /** Returns how long ago a text was sent. */
  Duration age(Pending text) {
    return Duration.ofNanos(nanoTime.getAsLong() - text.sentAt);
  }

  private static void unchain(Pending text) {
    if (text.recipient.last == text.id) {
      text.recipient.last = 0;
    }
  }

  // Another start of the node has the name now, so the earlier one does not answer any more.
  private void forgetIfLateToFormer(Pending sent) {
    Recipient recipient = recipients.get(sent.send.to().node());
    if (sent.isLate && recipient != null && recipient != sent.recipient) {
      forget(sent.id);
    }
  }
}
