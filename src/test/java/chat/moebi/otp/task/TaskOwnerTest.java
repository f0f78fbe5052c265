package chat.moebi.otp.task;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.ProcessCommand;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.process.TestRuntimes;
import chat.moebi.otp.task.TaskOwner.Ask;
import chat.moebi.otp.task.TaskProtocol.Audit;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.Start;
import chat.moebi.otp.task.TaskProtocol.Unknown;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class TaskOwnerTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final Duration TEST_TIMEOUT = Duration.ofSeconds(20);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  "akka.actor.provider = local, chat.process.audit-interval = 1 s")
              .withFallback(ConfigFactory.load()));
  private final ProcessRuntime runtime = TestRuntimes.start(kit, ALEX, (from, text) -> {});
  private final TestProbe<Command> supervisors = kit.createTestProbe();
  private final ActorRef<ProcessCommand> owner =
      kit.spawn(TaskOwner.create(runtime, new TaskSettings(1, 2, 100, false)));

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void endsWhatItsSupervisorDoesNotKnowTwiceInARow() {
    CompletableFuture<Outcome> known = ask(1, 0);
    CompletableFuture<Outcome> lost = ask(2, 0);
    nextAudit(1L, 2L)
        .replyTo()
        .tell(new Unknown(List.of(1L, 2L))); // The reply to 1 was on its way.
    nextAudit(1L, 2L).replyTo().tell(new Unknown(List.of(2L)));

    assertThat(lost).succeedsWithin(TEST_TIMEOUT).isEqualTo(Outcome.of(ExitReason.NOCONNECTION));
    nextAudit(1L).replyTo().tell(new Unknown(List.of(1L))); // A second time, but not in a row.
    nextAudit(1L);
    assertThat(known).isNotDone();
  }

  @Test
  void refusesMoreThanItsWindowHoldsUntilThereIsRoomAgain() {
    CompletableFuture<Outcome> first = ask(1, 60);
    assertThat(ask(2, 41)).succeedsWithin(TEST_TIMEOUT).isEqualTo(Outcome.of(Refusal.busy(ALEX)));
    CompletableFuture<Outcome> second = ask(3, 40);
    assertThat(ask(4, 0)).succeedsWithin(TEST_TIMEOUT).isEqualTo(Outcome.of(Refusal.busy(ALEX)));

    Outcome done = Outcome.of(ExitReason.NORMAL);
    reply(1, done);
    assertThat(first).succeedsWithin(TEST_TIMEOUT).isEqualTo(done);
    CompletableFuture<Outcome> third = ask(5, 60);
    reply(5, done);
    assertThat(third).succeedsWithin(TEST_TIMEOUT).isEqualTo(done);
    assertThat(second).isNotDone();
  }

  private CompletableFuture<Outcome> ask(long request, int bytes) {
    CompletableFuture<Outcome> result = new CompletableFuture<>();
    Invocation call = new Invocation("f", new Term(new byte[bytes]));
    Start start = new Start("tasks", request, call, null, owner.narrow());
    Found<Command> there = new Found<>(supervisors.getRef(), TestRuntimes.INCARNATION);
    owner.tell(new Ask(start, ALEX, there, result));
    return result;
  }

  private void reply(long request, Outcome outcome) {
    Start asked = null;
    while (asked == null || asked.request() != request) {
      if (supervisors.receiveMessage() instanceof Start one) {
        asked = one;
      }
    }
    asked.replyTo().tell(new Reply(request, outcome));
  }

  private Audit nextAudit(Long... requests) {
    while (true) {
      if (supervisors.receiveMessage() instanceof Audit audit
          && Set.of(requests).equals(Set.copyOf(audit.requests()))) {
        return audit;
      }
    }
  }
}
