package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.chat.ChatSupervisor.Crashed;
import chat.moebi.chat.ChatSupervisor.Done;
import chat.moebi.chat.ChatSupervisor.HandedOver;
import chat.moebi.chat.ChatSupervisor.ReceiveMessage;
import chat.moebi.chat.MessageSender.Send;
import chat.moebi.process.OutputWriter;
import chat.moebi.process.OutputWriter.NotWritten;
import chat.moebi.process.OutputWriter.Write;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows one message, has a persona answer it if it is addressed to one, says so to its sender, and
 * ends: the lesson's {@code receive_message/1} and {@code receive_message_for_moebi/2}.
 */
final class MessageTask extends AbstractBehavior<MessageTask.Event> {

  /** What happens to the task. */
  sealed interface Event {}

  private record Shown(OutputWriter.Result result) implements Event {}

  private record Answered(SendResult result) implements Event {}

  private final ReceiveMessage message;
  private final Endpoint self;
  private final Optional<Persona> persona;
  private final Duration answerTimeout;
  private final ActorRef<MessageSender.Command> sender;

  /**
   * Creates the task of a message.
   *
   * @param self the node that the task runs on
   * @param writer where the text goes
   * @param persona who answers it
   * @param sender sends the persona's answer
   */
  static Behavior<Event> create(
      ReceiveMessage message,
      Endpoint self,
      ActorRef<OutputWriter.Command> writer,
      Optional<Persona> persona,
      Duration answerTimeout,
      ActorRef<MessageSender.Command> sender,
      ActorRef<ChatSupervisor.Command> supervisor) {
    return Behaviors.setup(
        context -> {
          ActorRef<OutputWriter.Result> shown =
              context.messageAdapter(OutputWriter.Result.class, Shown::new);
          writer.tell(new Write(message.from().name(), message.text(), shown));
          supervisor.tell(new HandedOver(context.getSelf()));
          return new MessageTask(context, message, self, persona, answerTimeout, sender);
        });
  }

  private MessageTask(
      ActorContext<Event> context,
      ReceiveMessage message,
      Endpoint self,
      Optional<Persona> persona,
      Duration answerTimeout,
      ActorRef<MessageSender.Command> sender) {
    super(context);
    context.setLoggerName(MessageTask.class);
    this.message = message;
    this.self = self;
    this.persona = persona;
    this.answerTimeout = answerTimeout;
    this.sender = sender;
  }

  @Override
  public Receive<Event> createReceive() {
    return newReceiveBuilder()
        .onMessage(Shown.class, this::onShown)
        .onMessage(Answered.class, this::onAnswered)
        .build();
  }

  private Behavior<Event> onShown(Shown shown) {
    if (shown.result() instanceof NotWritten failure) {
      message.replyTo().tell(new Crashed(message.id(), failure.reason()));
      return Behaviors.stopped();
    }
    // Nothing automatic is answered: two personas would talk to each other for ever.
    if (persona.isEmpty() || message.automatic()) {
      return done();
    }
    answer(persona.get().answer(message.from().name(), message.text()));
    return this;
  }

  private Behavior<Event> onAnswered(Answered answered) {
    if (!(answered.result() instanceof SendResult.Completed)) {
      getContext().getLog().info("an answer was lost: {}", answered.result().sentence());
    }
    return done(); // The text was shown, whatever became of the answer.
  }

  private void answer(String text) {
    ActorRef<Event> here = getContext().getSelf();
    sender.tell(
        new Send(
            new Endpoint(message.to().name(), self.node(), Endpoint.OWN),
            message.from(),
            text,
            true,
            answerTimeout,
            result -> here.tell(new Answered(result)),
            note -> {}));
  }

  private Behavior<Event> done() {
    message.replyTo().tell(new Done(message.id()));
    return Behaviors.stopped();
  }
}
