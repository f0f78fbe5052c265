package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.Diversions.Cause;
import chat.moebi.chat.SenderProtocol.Resume;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Sends texts through the {@link MessageSender} of the ActorSystem that the node has now, and ends
 * the wait for their results when there is none. Thread-safe.
 */
final class Outgoing {

  private final Peers peers;
  private final Outputs outputs;
  private final Diversions diversions;
  private final StartingRecipients starting;

  /** Each wait for a result, with the text that it is for. */
  private final Map<CompletableFuture<SendResult>, Send> awaited = new ConcurrentHashMap<>();

  /** Each kept text that is sent and has no result yet. */
  private final Map<CompletableFuture<SendResult>, Send> resent = new ConcurrentHashMap<>();

  private volatile ActorRef<SenderProtocol.Command> sender;

  /** False until the node is ready, while it rejoins, and at the end: no actor answers then. */
  private volatile boolean isRunning;

  Outgoing(Peers peers, Outputs outputs, Diversions diversions, Supplier<Window> newWindow) {
    this.peers = peers;
    this.outputs = outputs;
    this.diversions = diversions;
    this.starting =
        new StartingRecipients(
            peers::isReachable,
            other -> isRunning ? peers.isStarting(other) : CompletableFuture.completedStage(false),
            newWindow);
  }

  /** Sets the sender of an ActorSystem that starts. */
  void sender(ActorRef<SenderProtocol.Command> sender) {
    this.sender = sender;
  }

  /** Sends from now on: the node is ready. */
  void start() {
    isRunning = true;
  }

  /** Whether an ActorSystem can send now. */
  boolean isRunning() {
    return isRunning;
  }

  /** Ends every wait for a result, or has the text kept: no answer will come from now on. */
  void stop() {
    synchronized (starting) {
      isRunning = false;
      keepAwaited();
    }
    awaited.forEach(
        (result, send) -> {
          if (send.keepable().isEmpty()) {
            result.complete(noAnswer(send));
          }
        });
  }

  private void keepAwaited() {
    awaited.values().stream()
        .filter(send -> send.keepable().isPresent())
        .sorted(Comparator.comparingLong(send -> send.keepable().orElseThrow().order()))
        .forEach(this::keepOrEnd);
    resent.forEach((result, send) -> result.complete(noAnswer(send)));
  }

  private void keepOrEnd(Send send) {
    if (!diversions.divert(send, Cause.NO_ANSWER)) {
      send.onResult().accept(noAnswer(send));
    }
  }

  private static SendResult noAnswer(Send send) {
    return new SendResult.NoAnswer(send.to().name(), send.timeout());
  }

  /** Sends the texts that wait for a node if the node can be reached now. */
  void nodeChanged(NodeName node) {
    starting.nodeChanged(node);
  }

  /** Completes when each text that is being sent now has its result. */
  CompletionStage<Void> whenAnswered() {
    return CompletableFuture.allOf(awaited.keySet().toArray(CompletableFuture<?>[]::new));
  }

  /** Sends a text, unless it is too long, and awaits its result. */
  CompletionStage<SendResult> send(Endpoint from, Endpoint to, Content content, Duration timeout) {
    return send(from, to, content, timeout, false);
  }

  /**
   * Sends a text, unless it is too long, and awaits its result.
   *
   * @param isKept whether the text is kept if it cannot be shown now and texts are kept at all
   */
  CompletionStage<SendResult> send(
      Endpoint from, Endpoint to, Content content, Duration timeout, boolean isKept) {
    Optional<SendResult.TooLong> tooLong = content.tooLong();
    if (tooLong.isPresent()) {
      return CompletableFuture.completedFuture(tooLong.get());
    }
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    Send send =
        new Send(
            from,
            to,
            content,
            timeout,
            outcome -> complete(result, outcome, timeout),
            note -> outputs.of(from.session()).ifPresent(writer -> writer.note(note)),
            isKept && isKeepable(from, to) ? Optional.of(new Keepable(timeout)) : Optional.empty(),
            Optional.empty());
    // Before it is sent, so that stop() ends this wait too.
    awaited.put(result, send);
    result.whenComplete((r, e) -> awaited.remove(result));
    boolean fits =
        starting.send(
            to.node(),
            Character.BYTES * content.text().length(),
            timeout,
            send.keepable().isPresent(),
            left -> send(left.equals(timeout) ? send : send.within(left)));
    if (!fits) {
      result.complete(new SendResult.Busy(to.name()));
    }
    return result;
  }

  /** Whether texts are kept, and the recipient is another node and no session of a script. */
  private boolean isKeepable(Endpoint from, Endpoint to) {
    return diversions.isOnFor(to.node())
        && to.session() == Endpoint.OWN
        && !to.node().equals(from.node());
  }

  private void complete(
      CompletableFuture<SendResult> result, SendResult outcome, Duration timeout) {
    if (outcome instanceof SendResult.NoConnection none) {
      awaited.remove(result); // Nothing was sent, so stop() must not end this wait as unconfirmed.
      peers
          .hasDifferentCookie(none.node())
          .thenAccept(
              isOther ->
                  result.complete(isOther ? new SendResult.DifferentCookie(none.node()) : outcome));
    } else if (outcome instanceof SendResult.NoAnswer none) {
      // The message names the whole timeout, not what was left of it.
      result.complete(new SendResult.NoAnswer(none.node(), timeout));
    } else {
      result.complete(outcome);
    }
  }

  private void send(Send send) {
    if (isRunning) {
      sender.tell(send);
    } else if (send.keepable().isEmpty() || !divertNow(send)) {
      send.onResult().accept(new SendResult.NoConnection(send.to().name()));
    }
  }

  // Not before the texts that waited for an answer, which stop() diverts.
  private boolean divertNow(Send send) {
    synchronized (starting) {
      return diversions.divert(send, Cause.NOT_SHOWN);
    }
  }

  /** Sends a text that was kept; its result comes once, on any thread. */
  void resend(Send send) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    // Before it is sent, so that stop() ends this wait too.
    resent.put(result, send);
    result.whenComplete((r, e) -> resent.remove(result));
    result.thenAccept(send.onResult());
    send(send.withResultTo(result::complete));
  }

  /** Sends the texts that were diverted from a node: nothing is kept for the node any more. */
  void resume(NodeName node) {
    sender.tell(new Resume(node));
  }
}
