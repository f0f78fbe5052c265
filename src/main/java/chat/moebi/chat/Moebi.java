package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.chat.SenderProtocol.Send;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moebi the dog, who cannot type: whatever is written to him, he sends {@code chicken?} back and
 * awaits the result. So does every other persona, with words of its own.
 */
final class Moebi {

  private static final Logger LOG = LoggerFactory.getLogger(Moebi.class);

  private Moebi() {}

  /**
   * Creates a persona that sends one text and stops when the result is known. The text was shown
   * before, so a lost answer is logged and no failure.
   */
  static Behavior<SendResult> create(
      Endpoint self, Endpoint to, String words, Duration timeout, ActorRef<? super Send> sender) {
    return Behaviors.setup(
        context -> {
          sender.tell(
              new Send(
                  self,
                  to,
                  Content.automatic(words),
                  timeout,
                  context.getSelf()::tell,
                  note -> {}));
          return Behaviors.receiveMessage(Moebi::onResult);
        });
  }

  private static Behavior<SendResult> onResult(SendResult result) {
    if (!(result instanceof SendResult.Completed)) {
      LOG.info("an answer was lost: {}", result.sentence());
    }
    return Behaviors.stopped();
  }
}
