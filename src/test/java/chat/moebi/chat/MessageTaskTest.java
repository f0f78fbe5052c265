package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.output.Messages;
import chat.moebi.output.OutputWriter;
import chat.moebi.output.Receiver.Result;
import chat.moebi.testing.StartsActorSystem;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class MessageTaskTest {

  private final ActorTestKit kit = Kits.inRealTime();
  private final TestProbe<MessageTask.Finished> supervisor = kit.createTestProbe();
  private final TestProbe<String> shown = kit.createTestProbe();
  private final TestProbe<String> failures = kit.createTestProbe();
  private final OutputWriter output =
      new OutputWriter((from, text) -> shown.getRef().tell(text), "output");

  @AfterEach
  void end() {
    kit.shutdownTestKit();
    output.close();
  }

  @Test
  void isFinishedWhenThePersonaHasAnswered() {
    TestProbe<String> persona = kit.createTestProbe();
    ActorRef<Result> task =
        start(
            Behaviors.setup(
                context -> {
                  persona.getRef().tell("answers");
                  return Behaviors.stopped();
                }));
    shown.expectMessage("hi");
    persona.expectMessage("answers");
    supervisor.expectMessage(new MessageTask.Finished(task, true));
  }

  @Test
  void failsWithTheReasonOfThePersona() {
    start(
        Behaviors.setup(
            context -> {
              throw new IllegalStateException("the dog ate it");
            }));
    shown.expectMessage("hi");
    failures.expectMessage("the dog ate it");
    supervisor.expectNoMessage();
  }

  private ActorRef<Result> start(Behavior<?> persona) {
    TextOrder.Place place = new TextOrder().reserve(Endpoint.of(ALEX), output);
    TestProbe<ActorRef<Result>> started = kit.createTestProbe();
    kit.spawn(
        Behaviors.<Void>setup(
            context -> {
              ActorRef<Result> task =
                  context.spawn(
                      MessageTask.create(
                          Messages.direct(ALEX, "hi"),
                          place,
                          Messages.NO_ANSWERS,
                          Optional.of(persona),
                          supervisor.getRef()),
                      "task");
              context.watch(task);
              started.getRef().tell(task);
              return Behaviors.receive(Void.class)
                  .onSignal(
                      ChildFailed.class,
                      failed -> {
                        failures.getRef().tell(TaskFailure.reason(failed.getCause()));
                        return Behaviors.stopped();
                      })
                  .build();
            }));
    return started.receiveMessage();
  }
}
