package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.Kept;
import chat.moebi.chat.SendResult.NoConnection;
import chat.moebi.chat.SendResult.NotKept;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import chat.moebi.store.KeptText;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** Texts that are kept for a node that is away, between nodes in one JVM. */
@StartsActorSystem
class KeepTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");

  @TempDir Path registry;
  @TempDir Path data;

  private final BlockingQueue<Message> shown = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
  private final Semaphore reader = new Semaphore(0);

  @Test
  void aTextForANodeThatIsAwayIsKeptAndShownOnceWhenItIsBack() throws Exception {
    try (Chat alex = start("alex")) {
      try (Chat kate = start("kate")) {
        assertThat(send(alex, "kate", "hi")).isEqualTo(new Completed(kate.name()));
      }
      awaitNote("kate@localhost left");
      assertThat(send(alex, "kate", "one")).isEqualTo(new Kept(KATE));
      assertThat(send(alex, "kate", "two")).isEqualTo(new Kept(KATE));
      assertThat(alex.outbox().all().toCompletableFuture().get(5, TimeUnit.SECONDS))
          .extracting(KeptText::text)
          .containsExactly("one", "two");
      try (Chat kate = start("kate")) {
        assertThat(texts(3)).containsExactly("hi", "one", "two");
        awaitNote("kate@localhost showed \"one\" after");
        awaitNote("kate@localhost showed \"two\" after");
        assertThat(send(alex, "kate", "three")).isEqualTo(new Completed(kate.name()));
        assertThat(texts(1)).containsExactly("three");
      }
      assertThat(alex.outbox().all().toCompletableFuture().get(5, TimeUnit.SECONDS)).isEmpty();
    }
    assertThat(shown).isEmpty();
  }

  @Test
  void aTextIsKeptThoughItsSenderRestarts() throws Exception {
    try (Chat alex = start("alex")) {
      start("kate").close();
      awaitNote("kate@localhost left");
      assertThat(send(alex, "kate", "one")).isEqualTo(new Kept(KATE));
    }
    try (Chat kate = start("kate");
        Chat alex = start("alex")) {
      assertThat(send(alex, "kate", "two")).isEqualTo(new Completed(kate.name()));
      assertThat(texts(2)).containsExactly("one", "two");
    }
    assertThat(shown).isEmpty();
  }

  @Test
  void aForgottenTextIsNotShown() throws Exception {
    try (Chat alex = start("alex")) {
      start("kate").close();
      awaitNote("kate@localhost left");
      assertThat(send(alex, "kate", "one")).isEqualTo(new Kept(KATE));
      assertThat(alex.outbox().forget(KATE).toCompletableFuture().get(5, TimeUnit.SECONDS))
          .isEqualTo(1);
      assertThat(alex.outbox().all().toCompletableFuture().get(5, TimeUnit.SECONDS)).isEmpty();
      try (Chat kate = start("kate")) {
        assertThat(send(alex, "kate", "two")).isEqualTo(new Completed(kate.name()));
        assertThat(texts(1)).containsExactly("two");
      }
    }
    assertThat(shown).isEmpty();
  }

  @Test
  void aTextForANodeThatWasNeverMetIsAnError() {
    try (Chat alex = start("alex")) {
      assertThat(send(alex, "nobody", "hi"))
          .isEqualTo(new NoConnection(NodeName.parse("nobody@localhost")));
      assertThat(send(alex, "nobody", "hi again"))
          .isEqualTo(new NoConnection(NodeName.parse("nobody@localhost")));
    }
  }

  @Test
  void aTextWithoutAnAnswerIsKeptAndShownOnce() throws Exception {
    Output stuck =
        new Output() {
          @Override
          public void show(NodeName from, String text) {}

          @Override
          public void show(Message message) {
            reader.acquireUninterruptibly();
            shown.add(message);
          }
        };
    try (Chat alex = start("alex");
        Chat kate = start("kate", stuck)) {
      CompletableFuture<SendResult> first =
          alex.send("kate", "one", Duration.ofMillis(500)).toCompletableFuture();
      CompletableFuture<SendResult> second =
          alex.send("kate", "two", Duration.ofSeconds(20)).toCompletableFuture();
      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(new Kept(kate.name()));
      reader.release(100);
      assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(new Completed(KATE));
      assertThat(send(alex, "kate", "three")).isEqualTo(new Completed(KATE));
      assertThat(texts(3)).containsExactly("one", "two", "three");
      awaitNote("kate@localhost showed \"one\" after");
    } finally {
      reader.release(100);
    }
    assertThat(shown).isEmpty();
  }

  @Test
  void manyTextsAreShownInOrderAndTellHowManyFollow() throws Exception {
    int count = 250;
    try (Chat alex = start("alex")) {
      start("kate").close();
      awaitNote("kate@localhost left");
      for (int i = 0; i < count; i++) {
        alex.send("kate", "" + i);
      }
      assertThat(send(alex, "kate", "last")).isEqualTo(new Kept(KATE));
      try (Chat kate = start("kate")) {
        for (int i = 0; i < count; i++) {
          Message next = shown.poll(20, TimeUnit.SECONDS);
          assertThat(next.text()).isEqualTo("" + i);
          assertThat(next.kept().orElseThrow().remaining()).isEqualTo(count - i);
        }
        assertThat(texts(1)).containsExactly("last");
        assertThat(send(kate, "alex", "thanks")).isEqualTo(new Completed(alex.name()));
        assertThat(texts(1)).containsExactly("thanks");
      }
    }
    assertThat(shown).isEmpty();
  }

  @Test
  void whileNothingCanBeWrittenNoTextOvertakesThoseOnDisk() throws Exception {
    try (Chat alex = start("alex")) {
      start("kate").close();
      awaitNote("kate@localhost left");
      assertThat(send(alex, "kate", "one")).isEqualTo(new Kept(KATE));
      String file = data.resolve("alex@localhost.db").toString();
      try (Connection other = new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
          Statement lock = other.createStatement()) {
        lock.execute("BEGIN IMMEDIATE");
        assertThat(send(alex, "kate", "two")).isInstanceOf(NotKept.class);
        try (Chat kate = start("kate")) {
          assertThat(texts(1)).containsExactly("one");
          awaitNote("kate@localhost showed \"one\"");
          assertThat(send(alex, "kate", "three")).isEqualTo(new Completed(kate.name()));
          assertThat(texts(1)).containsExactly("three");
          lock.execute("ROLLBACK");
          awaitNote("texts are kept on disk again");
        }
      }
    }
    try (Chat alex = start("alex")) {
      assertThat(alex.outbox().all().toCompletableFuture().get(5, TimeUnit.SECONDS)).isEmpty();
    }
    assertThat(shown).isEmpty();
  }

  private Chat start(String name) {
    return start(
        name,
        new Output() {
          @Override
          public void show(NodeName from, String text) {}

          @Override
          public void show(Message message) {
            shown.add(message);
          }

          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        });
  }

  private Chat start(String name, Output output) {
    return TestChats.inCluster(
        name,
        registry,
        """
        chat.history.enabled = on
        chat.keep.enabled = on
        chat.store.directory = "%s"
        """
            .formatted(data),
        Functions.installed(),
        output);
  }

  private static SendResult send(Chat chat, String node, String text) {
    return chat.send(node, text).toCompletableFuture().join();
  }

  private List<String> texts(int count) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      Message next = shown.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a text after " + texts).isNotNull();
      texts.add(next.text());
    }
    return texts;
  }

  private void awaitNote(String beginning) throws InterruptedException {
    List<String> others = new ArrayList<>();
    for (String note = next(); note != null; note = next()) {
      if (note.startsWith(beginning)) {
        return;
      }
      others.add(note);
    }
    throw new AssertionError("no note " + beginning + " but " + others);
  }

  private String next() throws InterruptedException {
    return notes.poll(20, TimeUnit.SECONDS);
  }
}
