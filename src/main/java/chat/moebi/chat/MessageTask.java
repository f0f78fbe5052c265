package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.ChatSupervisor.ReceiveMessage;
import chat.moebi.chat.MessageSender.Send;
import chat.moebi.function.None;
import chat.moebi.output.OutputWriter;
import chat.moebi.output.OutputWriter.NotWritten;
import chat.moebi.process.ExitReason;
import chat.moebi.process.Next;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows one message, has a persona answer it if it is addressed to one, and ends: the lesson's
 * {@code receive_message/1} and {@code receive_message_for_moebi/2}.
 *
 * @param self the node that the task runs on
 * @param writer where the text goes
 * @param persona who answers it
 * @param sender sends the persona's answer
 * @param handedOver is told when the text is with the writer
 */
record MessageTask(
    ReceiveMessage message,
    Endpoint self,
    OutputWriter writer,
    Optional<Persona> persona,
    Duration answerTimeout,
    ActorRef<MessageSender.Command> sender,
    Runnable handedOver) {

  /** What the task is called in a listing. */
  static final String FUNCTION = "receive_message";

  private static final Logger LOG = LoggerFactory.getLogger(MessageTask.class);

  /** Runs the first step. */
  Next<None> run() {
    return Next.<OutputWriter.Result, None>await(
        shown -> {
          writer.show(message.from().name(), message.text(), shown);
          handedOver.run();
          return () -> {};
        },
        this::onShown);
  }

  private Next<None> onShown(OutputWriter.Result result) {
    if (result instanceof NotWritten failure) {
      return Next.exit(ExitReason.of(failure.reason()));
    }
    // Nothing automatic is answered: two personas would talk to each other for ever.
    if (persona.isEmpty() || message.automatic()) {
      return Next.done();
    }
    return answer(persona.get().answer(message.from().name(), message.text()));
  }

  private Next<None> answer(String text) {
    Endpoint persona = new Endpoint(message.to().name(), self.node(), Endpoint.OWN);
    return Next.<SendResult, None>await(
        answered -> {
          sender.tell(
              new Send(persona, message.from(), text, true, answerTimeout, answered, note -> {}));
          return () -> {};
        },
        this::onAnswered);
  }

  private Next<None> onAnswered(SendResult result) {
    if (!(result instanceof SendResult.Completed)) {
      LOG.info("an answer was lost: {}", result.sentence());
    }
    return Next.done(); // The text was shown, whatever became of the answer.
  }
}
