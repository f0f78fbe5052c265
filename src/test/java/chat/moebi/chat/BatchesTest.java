package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import chat.moebi.chat.ChatProtocol.Answer;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.testing.StartsActorSystem;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class BatchesTest {

  private static final Done ONE = new Done(1);
  private static final Done TWO = new Done(2);
  private static final Done THREE = new Done(3);

  private final ActorTestKit kit = Kits.inRealTime();
  private final TestProbe<Answer> alex = kit.createTestProbe();
  private final TestProbe<Answer> kate = kit.createTestProbe();
  private final AtomicInteger flushes = new AtomicInteger();
  private final Batches<Answer, Reply> batches =
      new Batches<>(flushes::incrementAndGet, Replies::new);

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void tellEachAllThatIsForIt() {
    batches.tell(alex.getRef(), ONE, 0);
    batches.tell(kate.getRef(), TWO, 0);
    batches.tell(alex.getRef(), THREE, 0);
    alex.expectNoMessage();
    batches.flush();

    alex.expectMessage(new Replies(List.of(ONE, THREE)));
    kate.expectMessage(TWO);
  }

  @Test
  void askOnceToBeFlushed() {
    batches.tell(alex.getRef(), ONE, 0);
    batches.tell(kate.getRef(), TWO, 0);
    assertThat(flushes).hasValue(1);
    batches.flush();

    batches.tell(alex.getRef(), THREE, 0);
    assertThat(flushes).hasValue(2);
  }

  @Test
  void keepNoMoreThanFitsInAFrame() {
    batches.tell(alex.getRef(), ONE, 30_000);
    batches.tell(alex.getRef(), TWO, 40_000);
    alex.expectMessage(new Replies(List.of(ONE, TWO)));

    batches.tell(alex.getRef(), THREE, 30_000);
    alex.expectNoMessage();
    batches.flush();
    alex.expectMessage(THREE);
  }
}
