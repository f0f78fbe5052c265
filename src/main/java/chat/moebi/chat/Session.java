package chat.moebi.chat;

import chat.moebi.cluster.Timeouts;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends under one name and receives the answers: the node's own session, or the session of a script
 * on a running node. Thread-safe; the chat closes its sessions when it closes.
 */
public final class Session implements AutoCloseable {

  /** How long a text may be, in bytes of UTF-8. */
  public static final int MAX_TEXT_BYTES = 64 * 1024;

  private final Endpoint self;
  private final boolean isOwn;
  private final Duration sendTimeout;
  private final Peers peers;
  private final Rooms rooms;
  private final Outgoing outgoing;
  private final Outputs outputs;
  private final Optional<SentTexts> past;

  /**
   * Opens a session.
   *
   * @param past remembers what the session sends; empty for that of a script
   */
  Session(
      Endpoint self,
      Duration sendTimeout,
      Peers peers,
      Rooms rooms,
      Outgoing outgoing,
      Outputs outputs,
      Optional<SentTexts> past) {
    this.self = self;
    this.isOwn = self.session() == Endpoint.OWN && self.name().equals(self.node());
    this.sendTimeout = sendTimeout;
    this.peers = peers;
    this.rooms = rooms;
    this.outgoing = outgoing;
    this.outputs = outputs;
    this.past = past;
  }

  /** Sends a text and awaits its result for {@code chat.send-timeout}. */
  public CompletionStage<SendResult> send(String node, String text) {
    return send(node, text, sendTimeout);
  }

  /**
   * Sends a text as a task to a node, and awaits it. Texts sent one after the other to the same
   * node are shown there in that order, whether or not their results are waited for.
   *
   * @param node a full name, {@code kate@localhost}, or a short one
   * @param text at most {@link #MAX_TEXT_BYTES} long; may be empty
   * @param timeout after which the result is {@link SendResult.NoAnswer}; one that is longer than
   *     {@link Timeouts#LONGEST} counts as that
   * @return completes within the timeout, never exceptionally, on a thread that the next steps must
   *     not block; a step that may block needs an executor of its own
   * @throws IllegalArgumentException if the timeout is negative
   */
  public CompletionStage<SendResult> send(String node, String text, Duration timeout) {
    return send(node, text, timeout, isOwn);
  }

  /**
   * Sends a text to a node, as above.
   *
   * @param isKept whether the text is kept if it cannot be shown now and this node keeps texts; the
   *     texts of the node's own session are
   */
  public CompletionStage<SendResult> send(
      String node, String text, Duration timeout, boolean isKept) {
    Duration bounded = Timeouts.checked(timeout);
    NodeName recipient;
    try {
      if (NodeName.isFull(node)) {
        recipient = NodeName.parse(node);
      } else {
        List<NodeName> meant = peers.view().meant(node);
        if (meant.size() > 1) {
          return CompletableFuture.completedFuture(new SendResult.WhichNode(node, meant));
        }
        recipient = meant.get(0);
      }
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new SendResult.BadName(e.getMessage()));
    }
    Content content = Content.of(text);
    Endpoint to = Endpoint.of(recipient);
    CompletionStage<SendResult> sent =
        isKept
            ? rooms.inOrder(() -> outgoing.send(self, to, content, bounded, true))
            : outgoing.send(self, to, content, bounded, false);
    past.ifPresent(texts -> texts.sent(self.name(), recipient, content, sent));
    return sent;
  }

  /**
   * Sends a text to the nodes in a room, and awaits that those that can be reached have shown it;
   * for the others it is kept, if texts are. The node itself need not be in the room, and its own
   * session does not send to itself. The order of texts to one node holds across rooms and direct
   * texts.
   *
   * @param text as for a text to one node
   * @param timeout after which those that have not answered count as not having shown the text
   * @return completes as for a text to one node
   * @throws IllegalArgumentException if the timeout is negative
   */
  public CompletionStage<GroupResult> send(RoomName room, String text, Duration timeout) {
    return send(room, text, timeout, isOwn);
  }

  /**
   * Sends a text to the nodes in a room, as above.
   *
   * @param isKept as for a text to one node
   */
  public CompletionStage<GroupResult> send(
      RoomName room, String text, Duration timeout, boolean isKept) {
    Duration bounded = Timeouts.checked(timeout);
    Content content = Content.toRoom(room, text);
    return isKept
        ? rooms.inOrder(() -> send(rooms.addressees(room), content, bounded, true))
        : send(rooms.members(room), content, bounded, false);
  }

  /** Sends what a program answers to a text of a room, by the rules for rooms. */
  CompletionStage<GroupResult> answer(RoomName room, String text, Duration timeout) {
    return send(rooms.members(room), Content.automatic(room, text), timeout, false);
  }

  /** Sends a text to all nodes that can be reached, by the rules for rooms. */
  public CompletionStage<GroupResult> sendToAll(String text, Duration timeout) {
    return send(peers.reachable(), Content.toAll(text), Timeouts.checked(timeout), false);
  }

  private CompletionStage<GroupResult> send(
      Collection<NodeName> members, Content content, Duration timeout, boolean isKept) {
    Optional<SendResult.TooLong> tooLong = content.tooLong();
    if (tooLong.isPresent()) {
      return CompletableFuture.completedFuture(new GroupResult.Refused(tooLong.get()));
    }
    Map<NodeName, CompletableFuture<SendResult>> results = new LinkedHashMap<>();
    for (NodeName member : members) {
      Endpoint to = Endpoint.of(member);
      if (!to.equals(self)) {
        results.put(
            member, outgoing.send(self, to, content, timeout, isKept).toCompletableFuture());
      }
    }
    if (results.isEmpty() && !peers.isConnected()) {
      return CompletableFuture.completedFuture(new GroupResult.NotConnected());
    }
    CompletionStage<GroupResult> sent = summary(content, results);
    past.ifPresent(texts -> texts.sent(self.name(), content, sent));
    return sent;
  }

  private CompletionStage<GroupResult> summary(
      Content content, Map<NodeName, CompletableFuture<SendResult>> results) {
    return CompletableFuture.allOf(results.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              Map<NodeName, SendResult> each = new LinkedHashMap<>();
              results.forEach((member, result) -> each.put(member, result.join()));
              each.forEach((member, result) -> rooms.answered(member, content.room(), result));
              return GroupResult.of(content.room(), each);
            });
  }

  /** Ends the session: what is addressed to it from now on is dropped. */
  @Override
  public void close() {
    outputs.close(self);
  }
}
