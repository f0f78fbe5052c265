package chat.moebi.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import com.fasterxml.uuid.Generators;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir Path directory;

  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private Store store;

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
  }

  @Test
  void aTextIsRemembered() throws Exception {
    open();
    StoredText text = received("hi");
    store.record(text);

    assertThat(get(store.history(TextFilter.last(20)))).containsExactly(text);
  }

  @Test
  void aKeptTextIsThereAfterARestart() throws Exception {
    open();
    KeptText text = toKate("lunch?");
    Kept kept = get(store.keep(text));
    store.close();
    open();

    assertThat(kept).isEqualTo(new Kept.Stored(text.withNumber(1)));
    assertThat(get(store.kept(KATE))).containsExactly(text.withNumber(1));
    get(store.settle(KATE, List.of(text.id())));
    assertThat(get(store.allKept())).isEmpty();
  }

  @Test
  void theRoomsOfANodeAreRemembered() throws Exception {
    open();
    RoomName dogs = new RoomName("dogs");
    store.rooms(KATE, Set.of(dogs));
    store.met(KATE);

    assertThat(get(store.rooms())).containsEntry(KATE, Set.of(dogs)).hasSize(1);
    assertThat(get(store.hasMet(KATE))).isTrue();
    assertThat(get(store.hasMet(ALEX))).isFalse();
  }

  @Test
  void aTextThatWasShownIsKnown() throws Exception {
    open();
    StoredText text = received("hi");
    assertThat(get(store.shown(text.id(), 0))).isEqualTo(Shown.NO);
    assertThat(get(store.showing(text.id()))).isTrue();
    assertThat(get(store.shown(text.id(), 0))).isEqualTo(Shown.UNKNOWN);
    assertThat(get(store.recordShown(text, 7))).isTrue();
    assertThat(get(store.shown(text.id(), 0))).isEqualTo(Shown.YES);
    assertThat(get(store.lastShown(KATE))).isEqualTo(7);
    assertThat(get(store.shown(UUID.randomUUID(), 12))).isEqualTo(Shown.UNKNOWN);
  }

  @Test
  void nothingRestsOnDiskWithoutAStore() throws Exception {
    store = Store.none();
    store.open();
    store.record(received("hi"));

    assertThat(get(store.whenOpen())).isFalse();
    assertThat(get(store.keep(toKate("hi")))).isEqualTo(new Kept.Refused("history is off"));
    assertThat(get(store.shown(UUID.randomUUID(), 0))).isEqualTo(Shown.NO);
  }

  private void open() throws Exception {
    StoreSettings settings =
        new StoreSettings(
            "", Optional.of(directory.resolve("chat")), 1_000_000, 1L << 30, 10_000, 64L << 20);
    store = Store.of(settings, ALEX, notes::add);
    store.open();
    assertThat(get(store.whenOpen())).as(notes::toString).isTrue();
  }

  private static StoredText received(String text) {
    return new StoredText(
        Generators.timeBasedEpochGenerator().generate(),
        NOON,
        KATE,
        Optional.of(ALEX),
        Optional.empty(),
        text,
        false,
        Outcome.RECEIVED);
  }

  private static KeptText toKate(String text) {
    return new KeptText(UUID.randomUUID(), NOON, ALEX, KATE, Optional.empty(), text, 0, 0, true);
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
