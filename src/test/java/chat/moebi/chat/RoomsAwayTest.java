package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Texts to a room are kept for those who have joined it and are away. */
@Timeout(90)
@StartsActorSystem
class RoomsAwayTest {

  private static final RoomName DOGS = RoomName.parse("#dogs");
  private static final RoomName CATS = RoomName.parse("#cats");
  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName ZOE = NodeName.parse("zoe@localhost");

  @TempDir Path registry;
  @TempDir Path data;

  private final BlockingQueue<String> shownByZoe = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> notesOfAlex = new LinkedBlockingQueue<>();

  @Test
  void aTextIsKeptForAMemberThatIsAwayAndShownOnceInTheRoom() throws Exception {
    try (Chat alex = start("alex");
        Chat kate = start("kate")) {
      await(kate.rooms().join(DOGS));
      try (Chat zoe = start("zoe")) {
        await(zoe.rooms().join(DOGS));
        assertThat(send(alex, "hi").sentence()).isEqualTo("ok 2");
      }
      awaitGone(alex, ZOE);
      assertThat(send(alex, "one").sentence()).isEqualTo("ok 1, kept for zoe@localhost");
      assertThat(await(alex.send("zoe", "two"))).isEqualTo(new SendResult.Kept(ZOE));
      assertThat(alex.rooms().away(DOGS)).containsExactly(ZOE);
      assertThat(alex.rooms().members(DOGS)).containsExactly(kate.name());
      try (Chat zoe = start("zoe")) {
        assertThat(texts(3)).containsExactly("#dogs alex: hi", "#dogs alex: one", "alex: two");
        await(zoe.rooms().whenKnown());
        assertThat(zoe.rooms().isIn(DOGS)).isTrue();
        assertThat(send(alex, "three").sentence()).isEqualTo("ok 2");
        assertThat(texts(1)).containsExactly("#dogs alex: three");
      }
    }
    assertThat(shownByZoe).isEmpty();
  }

  @Test
  void aSenderThatHasRestartedKnowsWhoIsAway() throws Exception {
    try (Chat alex = start("alex");
        Chat zoe = start("zoe")) {
      await(zoe.rooms().join(DOGS));
      assertThat(send(alex, "hi").sentence()).isEqualTo("ok 1");
    }
    try (Chat alex = start("alex")) {
      CompletionStage<GroupResult> first = alex.send(DOGS, "one"); // Before the store is open.
      CompletionStage<SendResult> second = alex.send("zoe", "two");
      assertThat(await(first).sentence()).isEqualTo("ok 0, kept for zoe@localhost");
      assertThat(await(second)).isEqualTo(new SendResult.Kept(ZOE));
      Chat zoe = start("zoe");
      assertThat(texts(3)).containsExactly("#dogs alex: hi", "#dogs alex: one", "alex: two");
      zoe.close();
    }
  }

  @Test
  void aNodeThatHasLeftARoomIsForgottenThere() throws Exception {
    try (Chat alex = start("alex")) {
      try (Chat zoe = start("zoe")) {
        await(zoe.rooms().join(DOGS));
        await(zoe.rooms().join(CATS));
        await(zoe.rooms().leave(DOGS));
      }
      awaitGone(alex, ZOE);
      assertThat(send(alex, "hi").sentence()).isEqualTo("nobody else is in #dogs");
      assertThat(alex.rooms().away(CATS)).containsExactly(ZOE);
      try (Chat zoe = start("zoe")) {
        await(zoe.rooms().whenKnown());
        assertThat(zoe.rooms().isIn(CATS)).isTrue();
        assertThat(zoe.rooms().isIn(DOGS)).isFalse();
      }
    }
    assertThat(shownByZoe).isEmpty();
  }

  @Test
  void aNodeThatHasLeftARoomMeanwhileShowsNothingOfItAndIsForgottenThere() throws Exception {
    try (Chat alex = start("alex")) {
      try (Chat zoe = start("zoe")) {
        await(zoe.rooms().join(DOGS));
      }
      awaitGone(alex, ZOE);
      assertThat(send(alex, "hi").sentence()).isEqualTo("ok 0, kept for zoe@localhost");
    }
    try (Chat zoe = start("zoe")) {
      await(zoe.rooms().leave(DOGS));
    }
    try (Chat zoe = start("zoe");
        Chat alex = start("alex")) {
      awaitNote("not shown to zoe@localhost: \"hi\", zoe@localhost is not in the room");
      assertThat(send(alex, "again").sentence()).isEqualTo("nobody else is in #dogs");
      assertThat(zoe.rooms().away(DOGS)).isEmpty();
    }
    assertThat(shownByZoe).isEmpty();
  }

  @Test
  void aTextOfAScriptIsKeptIfTheScriptAsksForIt() throws Exception {
    try (Chat alex = start("alex");
        Session script = alex.open(NodeName.parse("cron@localhost"), (from, text) -> {})) {
      Duration timeout = Duration.ofSeconds(5);
      try (Chat zoe = start("zoe")) {
        await(zoe.rooms().join(DOGS));
        assertThat(await(script.send("zoe", "hi", timeout, true)))
            .isEqualTo(new SendResult.Completed(ZOE));
      }
      awaitGone(alex, ZOE);
      assertThat(await(script.send("zoe", "lost", timeout)))
          .isEqualTo(new SendResult.NoConnection(ZOE));
      assertThat(await(script.send(DOGS, "lost", timeout)).sentence())
          .isEqualTo("nobody else is in #dogs");
      assertThat(await(script.send("zoe", "one", timeout, true)))
          .isEqualTo(new SendResult.Kept(ZOE));
      assertThat(await(script.send(DOGS, "two", timeout, true)).sentence())
          .isEqualTo("ok 0, kept for zoe@localhost");
      Chat zoe = start("zoe");
      assertThat(texts(3)).containsExactly("cron: hi", "cron: one", "#dogs cron: two");
      zoe.close();
    }
    assertThat(shownByZoe).isEmpty();
  }

  @Test
  void nothingIsKeptForAListenerWithoutANameOfItsOwn() throws Exception {
    try (Chat alex = start("alex")) {
      Chat listener = start("listen-abcd");
      await(listener.rooms().join(DOGS));
      assertThat(send(alex, "hi").sentence()).isEqualTo("ok 1");
      listener.close();
      awaitGone(alex, listener.name());
      assertThat(send(alex, "hi").sentence()).isEqualTo("nobody else is in #dogs");
      assertThat(await(alex.send("listen-abcd", "hi")))
          .isEqualTo(new SendResult.NoConnection(listener.name()));
    }
  }

  @Test
  void withoutHistoryNothingIsRemembered() throws Exception {
    String off = "chat.history.enabled = off";
    try (Chat alex = start("alex", off)) {
      try (Chat zoe = start("zoe", off)) {
        await(zoe.rooms().join(DOGS));
        assertThat(send(alex, "hi").sentence()).isEqualTo("ok 1");
      }
      awaitGone(alex, ZOE);
      assertThat(send(alex, "hi").sentence()).isEqualTo("nobody else is in #dogs");
      try (Chat zoe = start("zoe", off)) {
        assertThat(zoe.rooms().all()).isEmpty();
      }
    }
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void roomsThatAreNotJoinedAgainAreLeft() throws Exception {
    try (Chat alex = start("alex")) {
      await(alex.rooms().joinOnly(List.of(CATS, DOGS)));
    }
    try (Chat alex = start("alex")) {
      await(alex.rooms().joinOnly(List.of(DOGS)));
      await(alex.rooms().whenKnown());
      TestProbe.create(alex.system())
          .awaitAssert(() -> assertThat(alex.rooms().all()).containsOnlyKeys(DOGS));
    }
  }

  private static GroupResult send(Chat chat, String text) throws Exception {
    return await(chat.send(DOGS, text));
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static void awaitGone(Chat chat, NodeName node) {
    TestProbe.create(chat.system())
        .awaitAssert(() -> assertThat(chat.view().nodes()).doesNotContainKey(node));
  }

  private Chat start(String name) {
    return start(name, "chat.history.enabled = on");
  }

  private Chat start(String name, String history) {
    Output output =
        new Output() {
          @Override
          public void show(NodeName from, String text) {
            throw new AssertionError("a text without its message");
          }

          @Override
          public void show(Message message) {
            if (message.to().equals(ZOE)) {
              String room = message.room().map(r -> r + " ").orElse("");
              shownByZoe.add(room + message.from().name() + ": " + message.text());
            }
          }

          @Override
          public void note(String sentence) {
            if (name.equals(ALEX.name())) {
              notesOfAlex.add(sentence);
            }
          }
        };
    String settings = history + "\nchat.keep.enabled = on\nchat.store.directory = \"" + data + "\"";
    return TestChats.inCluster(name, registry, settings, Functions.installed(), output);
  }

  private List<String> texts(int count) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      String next = shownByZoe.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a text after " + texts).isNotNull();
      texts.add(next);
    }
    return texts;
  }

  private void awaitNote(String sentence) throws InterruptedException {
    List<String> others = new ArrayList<>();
    for (String note = null; !sentence.equals(note); others.add(note)) {
      note = notesOfAlex.poll(20, TimeUnit.SECONDS);
      assertThat(note).as("a note after " + others).isNotNull();
    }
  }
}
