package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.MessageSender.Send;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Sends texts through the {@link MessageSender} of the ActorSystem that the node has now, and ends
 * the wait for their results when there is none. Thread-safe.
 */
final class Outgoing {

  private final Outputs outputs;
  private final Arrivals arrivals;

  /** What is on its way, and its result if no answer comes. */
  private final Map<CompletableFuture<SendResult>, SendResult> awaited = new ConcurrentHashMap<>();

  private volatile ActorRef<MessageSender.Command> sender;

  /** False until the node is ready, while it rejoins, and at the end: no actor answers then. */
  private volatile boolean isRunning;

  Outgoing(Peers peers, Outputs outputs) {
    this.outputs = outputs;
    this.arrivals = new Arrivals(peers::isReachable, other -> isRunning && peers.isStarting(other));
  }

  /** Takes the sender of an ActorSystem that starts. */
  void sender(ActorRef<MessageSender.Command> sender) {
    this.sender = sender;
  }

  /** The node is ready. */
  void start() {
    isRunning = true;
  }

  /** The ActorSystem ends: nothing that is on its way will be answered. */
  void stop() {
    isRunning = false;
    awaited.forEach(CompletableFuture::complete);
  }

  /** Sends what has waited for a node, if the node can be reached now. */
  void arrived(NodeName node) {
    arrivals.arrived(node);
  }

  /** Sends a text, and awaits its result. */
  CompletionStage<SendResult> send(Endpoint from, Endpoint to, String text, Duration timeout) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    // First: whoever ends the waiting finds it here.
    SendResult noAnswer = new SendResult.NoAnswer(to.name(), timeout);
    awaited.put(result, noAnswer);
    result.whenComplete((r, e) -> awaited.remove(result));
    arrivals.send(
        to.node(),
        timeout,
        left ->
            send(
                from,
                to,
                text,
                left,
                // Of all its timeout, not of what was left.
                r -> result.complete(r instanceof SendResult.NoAnswer ? noAnswer : r)));
    return result;
  }

  private void send(
      Endpoint from, Endpoint to, String text, Duration timeout, Consumer<SendResult> onResult) {
    if (isRunning) {
      sender.tell(
          new Send(
              from,
              to,
              text,
              false,
              timeout,
              onResult,
              note -> outputs.of(from.session()).ifPresent(writer -> writer.note(note))));
    } else {
      onResult.accept(new SendResult.NoConnection(to.name()));
    }
  }
}
