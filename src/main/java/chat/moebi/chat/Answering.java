package chat.moebi.chat;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import java.time.Duration;
import java.util.Optional;

/** Sends what receivers answer to texts. Thread-safe. */
@FunctionalInterface
interface Answering {

  /** Returns what sends the answers to a text. */
  Receiver.Answers to(Message text, Endpoint sender);

  /**
   * Sends answers under the name that was addressed, and not through the ActorSystem that the text
   * came to: a command may take longer than that one lives.
   *
   * @param own sends answers to the rooms of texts
   * @param timeout how long to wait until an answer is shown
   */
  static Answering through(Outgoing outgoing, Session own, NodeName node, Duration timeout) {
    return (text, sender) -> {
      if (text.room().isPresent()) {
        RoomName room = text.room().get();
        return answer -> own.answer(room, answer, timeout).thenApply(Answering::failure);
      }
      Endpoint self = new Endpoint(text.to(), node, Endpoint.OWN);
      return answer ->
          outgoing
              .send(self, sender, Content.automatic(answer), timeout)
              .thenApply(Answering::failure);
    };
  }

  private static Optional<String> failure(GroupResult result) {
    return result instanceof GroupResult.Shown ? Optional.empty() : Optional.of(result.sentence());
  }

  private static Optional<String> failure(SendResult result) {
    return result instanceof SendResult.Completed
        ? Optional.empty()
        : Optional.of(result.sentence());
  }
}
