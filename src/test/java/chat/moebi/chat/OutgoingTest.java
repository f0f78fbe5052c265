package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.KATE;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import chat.moebi.chat.ChatProtocol.Resent;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.NoAnswer;
import chat.moebi.chat.SendResult.NoConnection;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.testing.StartsActorSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of texts when the ActorSystem that sends them ends. */
@StartsActorSystem
class OutgoingTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final ActorTestKit kit = Kits.inManualTime();
  private final TestProbe<SenderProtocol.Command> sender = kit.createTestProbe();
  private final List<SendResult> results = new ArrayList<>();
  private final Outgoing outgoing =
      new Outgoing(new Peers(() -> null, true), null, new Diversions(), () -> null);

  @BeforeEach
  void start() {
    outgoing.sender(sender.getRef());
    outgoing.start();
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void aKeptTextThatNoActorHandlesAnyMoreHasOneResult() {
    outgoing.resend(kept());
    Send sent = sender.expectMessageClass(Send.class);
    assertThat(results).isEmpty();
    outgoing.stop();
    sent.onResult().accept(new NoConnection(KATE));

    assertThat(results).containsExactly(new NoAnswer(KATE, TIMEOUT));
  }

  @Test
  void aKeptTextThatHasItsResultGetsNoOther() {
    outgoing.resend(kept());
    sender.expectMessageClass(Send.class).onResult().accept(new Completed(KATE));
    outgoing.stop();

    assertThat(results).containsExactly(new Completed(KATE));
  }

  private Send kept() {
    return new Send(
        Endpoint.of(ALEX),
        Endpoint.of(KATE),
        Content.of("hi"),
        TIMEOUT,
        results::add,
        note -> {},
        Optional.empty(),
        Optional.of(new Resent(0, 1, 0, 0, 0)));
  }
}
