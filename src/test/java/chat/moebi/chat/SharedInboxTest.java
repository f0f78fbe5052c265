package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.Kept;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import chat.moebi.testing.PostgresServer;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share a database on a real server: it holds texts for those who are away. */
@Timeout(90)
@StartsActorSystem
class SharedInboxTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final RoomName DOGS = RoomName.parse("#dogs");

  private static PostgresServer server;

  @TempDir Path registry;

  private final BlockingQueue<Message> shownByKate = new LinkedBlockingQueue<>();
  private String url;

  /** An assumption that fails before all tests would not be reported. */
  @BeforeEach
  void createDatabase() throws Exception {
    Optional<String> objection = PostgresServer.objection();
    assumeTrue(objection.isEmpty(), objection.orElse(""));
    if (server == null) {
      server = new PostgresServer();
    }
    url = server.newDatabase();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @Test
  void aTextIsShownOnceThoughItsSenderIsGoneWhenTheRecipientIsBack() throws Exception {
    try (Chat alex = start("alex")) {
      try (Chat kate = start("kate")) {
        await(kate.rooms().join(DOGS));
        assertThat(await(alex.send("kate", "hi"))).isEqualTo(new Completed(KATE));
      }
      awaitGone(alex);
      assertThat(await(alex.send("kate", "lunch?"))).isEqualTo(new Kept(KATE));
      assertThat(await(alex.send(DOGS, "dinner?")).sentence())
          .isEqualTo("ok 0, kept for kate@localhost");
    }
    try (Chat kate = start("kate")) {
      await(kate.rooms().whenKnown());
      assertThat(texts(3)).containsExactly("hi", "lunch?", "dinner?");
    }
    try (Chat kate = start("kate");
        Chat alex = start("alex")) {
      assertThat(await(alex.send("kate", "next"))).isEqualTo(new Completed(KATE));
      assertThat(texts(1)).containsExactly("next");
      assertThat(await(alex.outbox().all())).isEmpty();
      assertThat(kate.rooms().isIn(DOGS)).isTrue();
    }
    assertThat(shownByKate).isEmpty();
  }

  @Test
  void manyTextsAreShownInOrder() throws Exception {
    int count = 250;
    try (Chat alex = start("alex")) {
      start("kate").close();
      awaitGone(alex);
      for (int i = 1; i < count; i++) {
        alex.send("kate", "" + i);
      }
      assertThat(await(alex.send("kate", "" + count))).isEqualTo(new Kept(KATE));
    }
    try (Chat kate = start("kate")) {
      await(kate.rooms().whenKnown());
      assertThat(texts(count))
          .isEqualTo(IntStream.rangeClosed(1, count).mapToObj(i -> "" + i).toList());
    }
    assertThat(shownByKate).isEmpty();
  }

  @Test
  void aTextIsShownOnceIfItsSenderIsThereToo() throws Exception {
    try (Chat alex = start("alex")) {
      start("kate").close();
      awaitGone(alex);
      for (int i = 0; i < 5; i++) {
        assertThat(await(alex.send("kate", "lunch " + i))).isEqualTo(new Kept(KATE));
        try (Chat kate = start("kate")) {
          await(kate.rooms().whenKnown());
          assertThat(texts(1)).containsExactly("lunch " + i);
          assertThat(await(alex.send("kate", "next"))).isEqualTo(new Completed(KATE));
          assertThat(texts(1)).containsExactly("next");
        }
        awaitGone(alex);
      }
    }
    assertThat(shownByKate).isEmpty();
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static void awaitGone(Chat alex) {
    TestProbe.create(alex.system())
        .awaitAssert(() -> assertThat(alex.view().nodes()).doesNotContainKey(KATE));
  }

  private Chat start(String name) {
    Output output =
        new Output() {
          @Override
          public void show(NodeName from, String text) {
            throw new AssertionError("a text without its message");
          }

          @Override
          public void show(Message message) {
            if (message.to().equals(KATE)) {
              shownByKate.add(message);
            }
          }
        };
    String settings =
        """
        chat.history.enabled = on
        chat.keep.enabled = on
        chat.store.url = "%s"
        """
            .formatted(url);
    return TestChats.inCluster(name, registry, settings, Functions.installed(), output);
  }

  private List<String> texts(int count) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      Message next = shownByKate.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a text after " + texts).isNotNull();
      texts.add(next.text());
    }
    return texts;
  }
}
