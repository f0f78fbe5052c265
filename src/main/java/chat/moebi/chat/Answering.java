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
        return answer -> own.answer(room, answer, timeout).thenApply(Answering::loss);
      }
      Endpoint self = new Endpoint(text.to(), node, Endpoint.OWN);
      return answer ->
          outgoing
              .send(self, sender, Content.automatic(answer), timeout)
              .thenApply(Answering::loss);
    };
  }

  /** Returns what is lost of an answer to a room. */
  static Optional<Receiver.Loss> loss(GroupResult result) {
    if (result instanceof GroupResult.Shown) {
      return Optional.empty();
    }
    boolean isTotal = !(result instanceof GroupResult.NotShownByAll some && some.shown() > 0);
    return Optional.of(new Receiver.Loss(result.sentence(), isTotal));
  }

  private static Optional<Receiver.Loss> loss(SendResult result) {
    return result instanceof SendResult.Completed
        ? Optional.empty()
        : Optional.of(new Receiver.Loss(result.sentence(), true));
  }
}
