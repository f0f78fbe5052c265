package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.MessageSender.Send;
import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends texts through the {@link MessageSender} of the ActorSystem that the node has now, and ends
 * the wait for their results when there is none. Thread-safe.
 */
final class Outgoing {

  private final Peers peers;
  private final Outputs outputs;
  private final StartingRecipients starting;

  /** Each wait for a result, with the result if no answer comes. */
  private final Map<CompletableFuture<SendResult>, SendResult> awaited = new ConcurrentHashMap<>();

  private volatile ActorRef<MessageSender.Command> sender;

  /** False until the node is ready, while it rejoins, and at the end: no actor answers then. */
  private volatile boolean isRunning;

  Outgoing(Peers peers, Outputs outputs, Supplier<Window> newWindow) {
    this.peers = peers;
    this.outputs = outputs;
    this.starting =
        new StartingRecipients(
            peers::isReachable,
            other -> isRunning ? peers.isStarting(other) : CompletableFuture.completedStage(false),
            newWindow);
  }

  /** Sets the sender of an ActorSystem that starts. */
  void sender(ActorRef<MessageSender.Command> sender) {
    this.sender = sender;
  }

  /** Sends from now on: the node is ready. */
  void start() {
    isRunning = true;
  }

  /** Ends every wait for a result: the ActorSystem ends, and no answer will come. */
  void stop() {
    isRunning = false;
    awaited.forEach(CompletableFuture::complete);
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
    Optional<SendResult.TooLong> tooLong = content.tooLong();
    if (tooLong.isPresent()) {
      return CompletableFuture.completedFuture(tooLong.get());
    }
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    // Before it is sent, so that stop() ends this wait too.
    SendResult noAnswer = new SendResult.NoAnswer(to.name(), timeout);
    awaited.put(result, noAnswer);
    result.whenComplete((r, e) -> awaited.remove(result));
    boolean fits =
        starting.send(
            to.node(),
            Character.BYTES * content.text().length(),
            timeout,
            left ->
                send(
                    from,
                    to,
                    content,
                    left,
                    // The message names the whole timeout, not what was left of it.
                    r -> complete(result, r instanceof SendResult.NoAnswer ? noAnswer : r)));
    if (!fits) {
      result.complete(new SendResult.Busy(to.name()));
    }
    return result;
  }

  private void complete(CompletableFuture<SendResult> result, SendResult outcome) {
    if (outcome instanceof SendResult.NoConnection none) {
      awaited.remove(result); // Nothing was sent, so stop() must not end this wait as unconfirmed.
      peers
          .hasDifferentCookie(none.node())
          .thenAccept(
              isOther ->
                  result.complete(isOther ? new SendResult.DifferentCookie(none.node()) : outcome));
    } else {
      result.complete(outcome);
    }
  }

  private void send(
      Endpoint from,
      Endpoint to,
      Content content,
      Duration timeout,
      Consumer<SendResult> onResult) {
    if (isRunning) {
      sender.tell(
          new Send(
              from,
              to,
              content,
              timeout,
              onResult,
              note -> outputs.of(from.session()).ifPresent(writer -> writer.note(note))));
    } else {
      onResult.accept(new SendResult.NoConnection(to.name()));
    }
  }
}
