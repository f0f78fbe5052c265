package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.output.Message;
import chat.moebi.output.OutputWriter.NotWritten;
import chat.moebi.output.OutputWriter.Result;
import chat.moebi.output.OutputWriter.Written;
import java.util.Optional;

/**
 * The task of one message: shows its text, has a persona answer it if one is addressed, and stops.
 * The lesson's {@code receive_message/1} and {@code receive_message_for_moebi/2}.
 */
final class MessageTask extends AbstractBehavior<Result> {

  /** The task has done all of its work and is about to stop. */
  record Finished(ActorRef<Result> task) implements ChatProtocol.Command {}

  private final Optional<Behavior<?>> persona;
  private final ActorRef<? super Finished> supervisor;

  /**
   * Creates the task of a message.
   *
   * @param place the place of the text in the output
   * @param persona answers the text after it was shown, and stops
   */
  static Behavior<Result> create(
      Message message,
      TextOrder.Place place,
      Optional<Behavior<?>> persona,
      ActorRef<? super Finished> supervisor) {
    return Behaviors.setup(
        context -> {
          place.show(message, context.getSelf()::tell);
          return new MessageTask(context, persona, supervisor);
        });
  }

  private MessageTask(
      ActorContext<Result> context,
      Optional<Behavior<?>> persona,
      ActorRef<? super Finished> supervisor) {
    super(context);
    this.persona = persona;
    this.supervisor = supervisor;
  }

  @Override
  public Receive<Result> createReceive() {
    return newReceiveBuilder()
        .onMessage(Written.class, this::onWritten)
        .onMessage(NotWritten.class, this::onNotWritten)
        .onSignal(ChildFailed.class, this::onPersonaFailed)
        .onSignal(Terminated.class, this::onAnswered)
        .build();
  }

  private Behavior<Result> onWritten(Written written) {
    if (persona.isEmpty()) {
      return finish();
    }
    getContext().watch(getContext().spawn(persona.get(), "persona"));
    return this;
  }

  private Behavior<Result> onNotWritten(NotWritten failure) {
    throw new TaskFailure(failure.reason());
  }

  private Behavior<Result> onPersonaFailed(ChildFailed failed) {
    throw new TaskFailure(TaskFailure.reason(failed.getCause()));
  }

  private Behavior<Result> onAnswered(Terminated persona) {
    return finish();
  }

  private Behavior<Result> finish() {
    supervisor.tell(new Finished(getContext().getSelf()));
    return Behaviors.stopped();
  }
}
