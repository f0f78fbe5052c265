package chat.moebi.store;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Texts and settings for the tests of the store, whose node is alex. */
final class StoredTexts {

  static final NodeName ALEX = NodeName.parse("alex@localhost");
  static final NodeName KATE = NodeName.parse("kate@localhost");
  static final NodeName ZOE = NodeName.parse("zoe@localhost");
  static final RoomName DOGS = new RoomName("dogs");
  static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private StoredTexts() {}

  static StoreSettings in(Path directory) {
    return settings("", directory, 10_000, 64 << 20);
  }

  static StoreSettings settings(String url, Path directory, int maxKept, long maxKeptBytes) {
    return new StoreSettings(
        url, Optional.ofNullable(directory), 1_000_000, 1L << 30, maxKept, maxKeptBytes);
  }

  static StoredText from(NodeName sender, String text) {
    return new StoredText(
        IDS.generate(),
        NOON,
        sender,
        Optional.of(ALEX),
        Optional.empty(),
        text,
        false,
        Outcome.RECEIVED);
  }

  static StoredText own(NodeName to, String text, Outcome outcome) {
    return new StoredText(
        IDS.generate(), NOON, ALEX, Optional.of(to), Optional.empty(), text, false, outcome);
  }

  static StoredText inRoom(NodeName sender, String text) {
    boolean isOwn = sender.equals(ALEX);
    return new StoredText(
        IDS.generate(),
        NOON,
        sender,
        isOwn ? Optional.empty() : Optional.of(ALEX),
        Optional.of(DOGS),
        text,
        true,
        isOwn ? Outcome.OK : Outcome.RECEIVED);
  }

  static StoredText at(Instant time, String text) {
    StoredText now = from(KATE, text);
    return new StoredText(
        now.id(),
        time,
        now.from(),
        now.to(),
        now.room(),
        now.text(),
        now.isAutomatic(),
        now.outcome());
  }

  static KeptText keptFor(NodeName to, String text) {
    return new KeptText(IDS.generate(), NOON, ALEX, to, Optional.empty(), text, 0, 0, true);
  }

  static KeptText carried(NodeName from, NodeName to, long number) {
    return new KeptText(
        IDS.generate(), NOON, from, to, Optional.of(DOGS), "text " + number, number, 3, false);
  }

  /** Waits until a condition is fulfilled, which the store's thread sees to when it is idle. */
  static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) { // The limit of the test ends this.
      Thread.onSpinWait();
    }
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
