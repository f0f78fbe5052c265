package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Output;
import chat.moebi.store.Kept;
import chat.moebi.store.KeptText;
import chat.moebi.store.Store;
import chat.moebi.store.StoreSettings;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that were kept for too long. */
@StartsActorSystem
class KeptExpiryTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");

  @TempDir Path registry;
  @TempDir Path data;

  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

  @Test
  void aTextThatWasKeptForTooLongIsDroppedWithANote() throws Exception {
    try (Store store = store()) {
      keep(store, "lunch?", Duration.ofDays(8), true);
      keep(store, "of another", Duration.ofDays(8), false);
      keep(store, "dinner?", Duration.ofDays(6), true);
    }
    try (Chat alex = startAlex()) {
      assertThat(notes.poll(20, TimeUnit.SECONDS))
          .isEqualTo("not shown to kate@localhost: \"lunch?\", kept for 7 days");
      assertThat(alex.outbox().all().toCompletableFuture().get(20, TimeUnit.SECONDS))
          .extracting(KeptText::text)
          .containsExactly("dinner?");
    }
    assertThat(notes).isEmpty();
  }

  @Test
  void aSentenceTellsOfMany() {
    List<KeptText> texts =
        IntStream.range(0, 4).mapToObj(i -> text("" + i, Duration.ofDays(2), true)).toList();
    assertThat(KeptNotes.expired(KATE, texts, 1))
        .containsExactly("not shown to kate@localhost: 4 texts, kept for 1 day");
  }

  private static void keep(Store store, String text, Duration age, boolean isOwn) throws Exception {
    assertThat(store.keep(text(text, age, isOwn)).toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isInstanceOf(Kept.Stored.class);
  }

  private static KeptText text(String text, Duration age, boolean isOwn) {
    return new KeptText(
        UUID.randomUUID(),
        Instant.now().minus(age),
        isOwn ? ALEX : NodeName.parse("zoe@localhost"),
        KATE,
        Optional.empty(),
        text,
        isOwn ? 0 : 1,
        0,
        isOwn);
  }

  private Store store() {
    Store store =
        Store.of(
            new StoreSettings("", Optional.of(data), 1_000, 1 << 20, 1_000, 1 << 20),
            ALEX,
            notes::add);
    store.open();
    return store;
  }

  private Chat startAlex() {
    return TestChats.inCluster(
        "alex",
        registry,
        """
        chat.history.enabled = on
        chat.keep.enabled = on
        chat.store.directory = "%s"
        """
            .formatted(data),
        Functions.installed(),
        new Output() {
          @Override
          public void show(NodeName from, String text) {}

          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        });
  }
}
