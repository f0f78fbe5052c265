package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.KATE;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import chat.moebi.testing.StartsActorSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order of texts while a node rejoins. */
@StartsActorSystem
class RejoinOrderTest {

  private final ActorTestKit kit = Kits.inRealTime();
  private final Diversions diversions = new Diversions();
  private final Outputs outputs = new Outputs((from, text) -> {}, own -> own);
  private final Outgoing outgoing =
      new Outgoing(
          new Peers(() -> null, false) {
            @Override
            boolean isReachable(NodeName other) {
              return true;
            }
          },
          outputs,
          diversions,
          () -> new Window(1_000, 1_000_000));

  /** Sends while the texts that wait for an answer are being diverted. */
  private final Thread user = new Thread(() -> send("c"));

  @AfterEach
  void end() {
    outputs.close();
    kit.shutdownTestKit();
  }

  @Test
  void nothingOvertakesTheTextsThatWaitWhenTheNodeRejoins() throws InterruptedException {
    diversions.open(
        new Diversions.Listener() {
          @Override
          public void diverted(NodeName node) {
            if (user.getState() == Thread.State.NEW) {
              user.start();
              while (user.isAlive() && user.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
              }
            }
          }

          @Override
          public void answeredLate(Send send, SendResult result) {}
        });
    diversions.opened(Set.of());
    outgoing.sender(kit.<SenderProtocol.Command>createTestProbe().getRef());
    outgoing.start();
    send("a");
    send("b");
    outgoing.stop();
    user.join();

    assertThat(takeAll()).containsExactly("a", "b", "c");
  }

  private CompletionStage<SendResult> send(String text) {
    return outgoing.send(
        Endpoint.of(ALEX), Endpoint.of(KATE), Content.of(text), Duration.ofSeconds(5), true);
  }

  private List<String> takeAll() {
    List<String> taken = new ArrayList<>();
    while (diversions.peek(KATE) != null) {
      taken.add(diversions.take(KATE).send().content().text());
    }
    return taken;
  }
}
