package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.ActorSystem;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.javadsl.Adapter;
import akka.remote.testconductor.RoleName;
import akka.testkit.javadsl.TestKit;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.NoConnection;
import chat.moebi.multinode.MultiNodeSuite;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.output.Output;
import chat.moebi.registry.Registry;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Shows that three nodes find each other, chat, and leave without being taken for crashed. Each
 * role is a node of the chat, and the test kit's barriers go through its ActorSystem.
 */
@SuppressWarnings("serial") // as in MultiNodeSuite
public final class ConversationMultiNodeSpec extends MultiNodeSuite {

  static final String REGISTRY = "chat.test.registry";

  private static final long PATIENCE_SECONDS = 20;

  private final RoleName alex = role("alex");
  private final RoleName kate = role("kate");
  private final RoleName moebi = role("moebi");
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
  private Chat chat;

  public ConversationMultiNodeSpec() {
    scenario("each node sees all three", this::seeEachOther);
    scenario("alex writes to kate, and to moebi, who answers", this::converse);
    scenario("moebi leaves, and the others see it leave", this::part);
  }

  @Override
  protected ActorSystem createSystem(Config config) {
    String name = ownRole();
    Config named = ConfigFactory.parseMap(Map.of("chat.name", name)).withFallback(config);
    Output output =
        new Output() {
          @Override
          public void show(NodeName from, String text) {
            shown.add(from + ": " + text);
          }

          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        };
    Registry registry = Registry.at(Path.of(System.getProperty(REGISTRY)));
    chat = Chat.start(Settings.from(named, TestCookie.CREDENTIALS), registry, output);
    return Adapter.toClassic(chat.system());
  }

  private void seeEachOther() {
    new TestKit(system())
        .awaitAssert(
            Duration.ofSeconds(PATIENCE_SECONDS),
            () ->
                assertThat(chat.view().nodes().values())
                    .hasSize(3)
                    .allMatch(peer -> peer.isReachable()));
  }

  private void converse() {
    runOn(
        alex,
        () -> {
          assertThat(send("kate", "hi")).isEqualTo(new Completed(NodeName.parse("kate@localhost")));
          assertThat(send("moebi", "hi"))
              .isEqualTo(new Completed(NodeName.parse("moebi@localhost")));
          assertThat(shown).containsExactly("moebi@localhost: chicken?"); // Before moebi's own ok.
        });
    enterBarrier("alex has written");
    runOn(kate, () -> assertThat(shown).containsExactly("alex@localhost: hi"));
    runOn(moebi, () -> assertThat(shown).containsExactly("alex@localhost: hi"));
  }

  private void part() {
    runOn(moebi, this::leave);
    runOn(alex, this::assertMoebiLeft);
    runOn(kate, this::assertMoebiLeft);
  }

  // A node does the same when it is closed; here the ActorSystem stays for the barriers.
  private void leave() {
    Done done =
        CoordinatedShutdown.get(system())
            .runAll(CoordinatedShutdown.actorSystemTerminateReason())
            .toCompletableFuture()
            .join();
    assertThat(done).isNotNull();
  }

  private void assertMoebiLeft() {
    new TestKit(system())
        .awaitAssert(
            Duration.ofSeconds(PATIENCE_SECONDS),
            () -> assertThat(notes).contains("moebi@localhost left"));
    // Whether a note announces a node depends on which node was ready first.
    assertThat(notes)
        .filteredOn(note -> note.startsWith("moebi@") && !note.endsWith(" joined"))
        .containsExactly("moebi@localhost left");
    NodeName gone = NodeName.parse("moebi@localhost");
    assertThat(chat.view().nodes()).doesNotContainKey(gone);
    assertThat(send("moebi", "are you there?")).isEqualTo(new NoConnection(gone));
  }

  private SendResult send(String node, String text) {
    return chat.send(node, text).toCompletableFuture().join();
  }
}
