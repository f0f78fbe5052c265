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
import chat.moebi.output.Receiver;
import chat.moebi.output.Receiver.Busy;
import chat.moebi.output.Receiver.NotShown;
import chat.moebi.output.Receiver.Result;
import chat.moebi.output.Receiver.Shown;
import java.util.Optional;

/**
 * The task of one message: shows its text, has a persona answer it if one is addressed, and stops.
 * The lesson's {@code receive_message/1} and {@code receive_message_for_moebi/2}.
 */
final class MessageTask extends AbstractBehavior<Result> {

  /** The task has done all of its work and is about to stop; or the receiver is busy. */
  record Finished(ActorRef<Result> task, boolean isShown) implements ChatProtocol.Command {}

  private final Optional<Behavior<?>> persona;
  private final ActorRef<? super Finished> supervisor;

  /**
   * Creates the task of a message.
   *
   * @param place the place of the text at its receiver
   * @param answers sends what the receiver answers
   * @param persona answers the text after it was shown, and stops
   */
  static Behavior<Result> create(
      Message message,
      TextOrder.Place place,
      Receiver.Answers answers,
      Optional<Behavior<?>> persona,
      ActorRef<? super Finished> supervisor) {
    return Behaviors.setup(
        context -> {
          place.show(message, answers, context.getSelf()::tell);
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
        .onMessage(Shown.class, this::onShown)
        .onMessage(NotShown.class, this::onNotShown)
        .onMessage(Busy.class, busy -> finish(false))
        .onSignal(ChildFailed.class, this::onPersonaFailed)
        .onSignal(Terminated.class, this::onAnswered)
        .build();
  }

  private Behavior<Result> onShown(Shown shown) {
    if (persona.isEmpty()) {
      return finish(true);
    }
    getContext().watch(getContext().spawn(persona.get(), "persona"));
    return this;
  }

  private Behavior<Result> onNotShown(NotShown failure) {
    throw new TaskFailure(failure.reason());
  }

  private Behavior<Result> onPersonaFailed(ChildFailed failed) {
    throw new TaskFailure(TaskFailure.reason(failed.getCause()));
  }

  private Behavior<Result> onAnswered(Terminated persona) {
    return finish(true);
  }

  private Behavior<Result> finish(boolean isShown) {
    supervisor.tell(new Finished(getContext().getSelf(), isShown));
    return Behaviors.stopped();
  }
}
