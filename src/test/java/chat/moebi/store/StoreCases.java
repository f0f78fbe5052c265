package chat.moebi.store;

import static chat.moebi.store.StoredTexts.ALEX;
import static chat.moebi.store.StoredTexts.DOGS;
import static chat.moebi.store.StoredTexts.KATE;
import static chat.moebi.store.StoredTexts.NOON;
import static chat.moebi.store.StoredTexts.ZOE;
import static chat.moebi.store.StoredTexts.at;
import static chat.moebi.store.StoredTexts.carried;
import static chat.moebi.store.StoredTexts.from;
import static chat.moebi.store.StoredTexts.get;
import static chat.moebi.store.StoredTexts.inRoom;
import static chat.moebi.store.StoredTexts.keptFor;
import static chat.moebi.store.StoredTexts.own;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store does, whatever the database. */
abstract class StoreCases {

  final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

  private final List<Store> stores = new ArrayList<>();

  /** Returns the settings of a database that is empty when the test begins. */
  abstract StoreSettings settings(int maxKept, long maxKeptBytes);

  final Store open(NodeName node) throws Exception {
    return open(node, settings(10_000, 64 << 20));
  }

  final Store open(NodeName node, StoreSettings settings) throws Exception {
    Store store = Store.of(settings, node, notes::add);
    stores.add(store);
    store.open();
    assertThat(get(store.whenOpen())).as(notes::toString).isTrue();
    assertThat(store.fault()).isEmpty();
    return store;
  }

  /** Returns the next note to the user, and waits for it. */
  final String nextNote() throws InterruptedException {
    return notes.poll(20, TimeUnit.SECONDS);
  }

  final HistoryReader reader() {
    return HistoryReader.open(settings(10_000, 64 << 20), ALEX);
  }

  @AfterEach
  void close() {
    stores.forEach(Store::close);
  }

  @Test
  void textsAreRememberedInTheOrderInWhichTheyCame() throws Exception {
    StoredText first = at(NOON.plus(Duration.ofDays(9)), "the clock is wrong");
    StoredText second = at(NOON, "the clock is right again");
    StoredText third = own(KATE, "good", Outcome.FAILED);
    Store store = open(ALEX);

    for (StoredText text : List.of(first, second, third)) {
      store.record(text);
    }

    assertThat(get(store.history(TextFilter.last(20)))).containsExactly(first, second, third);
    assertThat(get(store.history(TextFilter.last(2)))).containsExactly(second, third);
    store.close();
    assertThat(get(open(ALEX).history(TextFilter.last(20)))).containsExactly(first, second, third);
  }

  @Test
  void theLastOutcomeOfATextCounts() throws Exception {
    Store store = open(ALEX);
    StoredText text = own(KATE, "hi", Outcome.KEPT);
    store.record(text);
    store.record(
        new StoredText(text.id(), NOON, ALEX, text.to(), text.room(), "hi", false, Outcome.OK));

    assertThat(get(store.history(TextFilter.last(20))))
        .extracting(StoredText::outcome)
        .containsExactly(Outcome.OK);
  }

  @Test
  void aTextToItselfIsBothSentAndReceived() throws Exception {
    Store store = open(ALEX);
    StoredText sent = own(ALEX, "hi", Outcome.OK);
    StoredText received =
        new StoredText(
            sent.id(), NOON, ALEX, sent.to(), sent.room(), "hi", false, Outcome.RECEIVED);
    store.record(received);
    store.record(sent);

    assertThat(get(store.history(TextFilter.last(20)))).containsExactly(received, sent);
  }

  @Test
  void historyCanBeOfOneNodeOrOneRoomOrOfSomeTime() throws Exception {
    Store store = open(ALEX);
    StoredText kates = from(KATE, "hi");
    StoredText own = own(KATE, "hello", Outcome.OK);
    StoredText zoes = from(ZOE, "hey");
    StoredText katesInRoom = inRoom(KATE, "woof");
    StoredText ownInRoom = inRoom(ALEX, "miau");
    StoredText late = at(NOON.plusSeconds(60), "late");
    List.of(kates, own, zoes, katesInRoom, ownInRoom, late).forEach(store::record);

    assertThat(get(store.history(filter(KATE)))).containsExactly(kates, own, late);
    assertThat(
            get(
                store.history(
                    new TextFilter(Optional.empty(), Optional.of(DOGS), Optional.empty(), 20))))
        .containsExactly(katesInRoom, ownInRoom);
    assertThat(
            get(
                store.history(
                    new TextFilter(
                        Optional.empty(), Optional.empty(), Optional.of(late.time()), 20))))
        .containsExactly(late);
    assertThat(get(store.search("h", filter(KATE)))).containsExactly(kates, own);
  }

  /** A persona or a script on this node has another name than the node. */
  @Test
  void theNameThatATextWasAddressedToIsRemembered() throws Exception {
    Store store = open(ALEX);
    StoredText text =
        new StoredText(
            UUID.randomUUID(),
            NOON,
            KATE,
            Optional.of(NodeName.parse("moebi@localhost")),
            Optional.empty(),
            "who's a good dog?",
            false,
            Outcome.MAYBE_AGAIN);
    store.record(text);

    assertThat(get(store.history(TextFilter.last(1)))).containsExactly(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Über|ÜBERMORGEN komme ich|gestern war ich da",
        "straße groß|Die Straße ist GROß|Die Straße ist lang",
        "กินข้าว|ไปกินข้าวกันไหม|ไปเที่ยวกันไหม",
        "吃饭|我们去吃饭吧|我们回家吧",
        "火锅店|去那家火锅店吧|去那家饭店吧",
        "ラーメン|昼はラーメンにしよう|昼はカレーにしよう",
        "麺|昼は麺にしよう|昼は飯にしよう",
        "ja|na JA gut|nein",
        "ö|SCHÖN|schon",
        "e\u0301t\u00e9|l'\u00c9T\u00c9 prochain|l'hiver prochain",
        "100%|zu 100% sicher|zu 1000 sicher",
        "a_b|die Variable a_b|die Variable axb",
        "c:\\d|nach C:\\Dateien|nach C:/Dateien",
        "\"hi\"|sag \"HI\" zu ihr|sag hi zu ihr",
        "AND NOT|and do not shout|or do not shout",
        "dog*|dog* is a pattern|dogs are not",
        "🐶🐶🐶|wau 🐶🐶🐶🐶|miau 🐱🐱🐱🐱",
      })
  void aSearchFindsWordsOfEveryLanguage(String example) throws Exception {
    String[] parts = example.split("\\|");
    StoredText wanted = from(KATE, parts[1]);
    Store store = open(ALEX);
    store.record(wanted);
    store.record(from(KATE, parts[2]));

    assertThat(get(store.search(parts[0], TextFilter.last(20)))).containsExactly(wanted);
    index(store);
    assertThat(get(store.search(parts[0], TextFilter.last(20)))).containsExactly(wanted);
    try (HistoryReader reader = reader()) {
      assertThat(reader.search(parts[0], TextFilter.last(20))).containsExactly(wanted);
    }
  }

  /** Waits until the texts are in the index for searches, if the database has one of its own. */
  void index(Store store) throws Exception {}

  @ParameterizedTest
  @ValueSource(strings = {"one\ntwo", "\u001b[31mred", "half \ud83d a pair", "ends with a blank "})
  void aTextIsRememberedAsItIs(String text) throws Exception {
    Store store = open(ALEX);
    store.record(from(KATE, text));

    assertThat(get(store.history(TextFilter.last(1))))
        .extracting(StoredText::text)
        .containsExactly(text.replace("\ud83d a", "? a"));
  }

  @Test
  void keptTextsAreNumberedForEachRecipient() throws Exception {
    Store store = open(ALEX);
    KeptText first = keptFor(KATE, "lunch?");
    KeptText second = keptFor(KATE, "at one?");
    KeptText zoes = keptFor(ZOE, "hi");

    assertThat(get(store.keep(first))).isEqualTo(new Kept.Stored(first.withNumber(1)));
    assertThat(get(store.keep(second))).isEqualTo(new Kept.Stored(second.withNumber(2)));
    assertThat(get(store.keep(zoes))).isEqualTo(new Kept.Stored(zoes.withNumber(1)));
    assertThat(get(store.keep(first))).isEqualTo(new Kept.Stored(first.withNumber(1)));
    assertThat(get(store.kept(KATE))).containsExactly(first.withNumber(1), second.withNumber(2));
  }

  @Test
  void numbersGoOnAfterARestartAlsoWhenNothingIsKept() throws Exception {
    Store store = open(ALEX);
    KeptText first = keptFor(KATE, "lunch?");
    get(store.keep(first));
    store.attempted(KATE, List.of(first.id()), 42);
    store.close();
    store = open(ALEX);

    assertThat(get(store.allKept())).containsExactly(first.withNumber(1).withAttempted(42));
    get(store.settle(KATE, List.of(first.id())));
    assertThat(get(store.allKept())).isEmpty();
    store.close();
    store = open(ALEX);
    KeptText second = keptFor(KATE, "at one?");
    assertThat(get(store.keep(second))).isEqualTo(new Kept.Stored(second.withNumber(2)));
  }

  /** A text to a room has one id, and a place of its own for each recipient. */
  @Test
  void aTextForSeveralNodesIsSettledForEach() throws Exception {
    Store store = open(ALEX);
    KeptText kates = keptFor(KATE, "lunch?");
    KeptText zoes =
        new KeptText(kates.id(), NOON, ALEX, ZOE, Optional.of(DOGS), "lunch?", 0, 0, true);
    get(store.keep(kates));
    get(store.keep(zoes));
    get(store.settle(KATE, List.of(kates.id())));

    assertThat(get(store.allKept())).containsExactly(zoes.withNumber(1));
  }

  @Test
  void carriedTextsKeepTheSendersNumbersAndOrder() throws Exception {
    Store store = open(ALEX);
    KeptText later = carried(ZOE, KATE, 10);
    KeptText earlier = carried(ZOE, KATE, 9);
    get(store.keep(later));
    get(store.keep(earlier));

    assertThat(get(store.kept(KATE))).containsExactly(earlier, later);
  }

  @Test
  void noMoreThanSoManyTextsAreKept() throws Exception {
    Store store = open(ALEX, settings(2, 64 << 20));
    KeptText first = keptFor(KATE, "one");
    get(store.keep(first));
    get(store.keep(keptFor(KATE, "two")));

    assertThat(get(store.keep(keptFor(KATE, "three"))))
        .isEqualTo(new Kept.Refused("2 texts wait for kate@localhost already"));
    assertThat(get(store.keep(keptFor(ZOE, "one")))).isInstanceOf(Kept.Stored.class);
    get(store.settle(KATE, List.of(first.id())));
    assertThat(get(store.keep(keptFor(KATE, "three")))).isInstanceOf(Kept.Stored.class);
    for (int i = 0; i < 5; i++) {
      get(store.keep(keptFor(NodeName.parse("n" + i + "@localhost"), "hi")));
    }
    assertThat(get(store.keep(keptFor(NodeName.parse("n9@localhost"), "hi"))))
        .isEqualTo(new Kept.Refused("8 texts wait for other nodes already"));
  }

  @Test
  void noMoreThanSoManyBytesAreKept() throws Exception {
    Store store = open(ALEX, settings(100, 10 << 10));
    get(store.keep(keptFor(KATE, "ä".repeat(4 << 10))));

    assertThat(get(store.keep(keptFor(KATE, "x".repeat(2 << 10)))))
        .isEqualTo(new Kept.Refused("texts of 8 KiB wait for kate@localhost already"));
    assertThat(get(store.keep(keptFor(KATE, "x")))).isInstanceOf(Kept.Stored.class);
  }

  @Test
  void oldTextsExpire() throws Exception {
    Store store = open(ALEX);
    KeptText text = keptFor(KATE, "lunch?");
    get(store.keep(text));

    assertThat(get(store.expire(NOON))).isEmpty();
    assertThat(get(store.expire(NOON.plusMillis(1)))).containsExactly(text.withNumber(1));
    assertThat(get(store.allKept())).isEmpty();
  }

  @Test
  void aTextThatWasShownIsKnown() throws Exception {
    Store store = open(ALEX);
    store.started(12);
    StoredText text = from(KATE, "hi");

    assertThat(get(store.shown(text.id(), 0))).isEqualTo(Shown.NO);
    assertThat(get(store.showing(text.id()))).isTrue();
    assertThat(get(store.shown(text.id(), 0))).isEqualTo(Shown.UNKNOWN);
    assertThat(get(store.recordShown(text, 7))).isTrue();
    assertThat(get(store.recordShown(from(KATE, "ho"), 6))).isTrue();
    store.close();
    store = open(ALEX);

    assertThat(get(store.shown(text.id(), 0))).isEqualTo(Shown.YES);
    assertThat(get(store.history(TextFilter.last(2)))).contains(text);
    assertThat(get(store.lastShown(KATE))).isEqualTo(7);
    assertThat(get(store.lastShown(ZOE))).isZero();
  }

  @Test
  void anOwnTextOfTheSameIdWasNotShownHere() throws Exception {
    Store store = open(ALEX);
    StoredText own = own(KATE, "hi", Outcome.OK);
    store.record(own);

    assertThat(get(store.shown(own.id(), 0))).isEqualTo(Shown.NO);
  }

  @Test
  void anIncarnationThatEndedCleanlyHasRecordedAllThatItHasShown() throws Exception {
    Store store = open(ALEX);
    store.started(12);
    store.ended(12);
    store.started(13);
    assertThat(get(store.shown(UUID.randomUUID(), 13))).isEqualTo(Shown.NO);
    store.close();
    store = open(ALEX);

    assertThat(get(store.shown(UUID.randomUUID(), 12))).isEqualTo(Shown.NO);
    assertThat(get(store.shown(UUID.randomUUID(), 13))).isEqualTo(Shown.NO);
    assertThat(get(store.shown(UUID.randomUUID(), 14))).isEqualTo(Shown.UNKNOWN);
  }

  @Test
  void nodesThatWereMetAndTheirRoomsAreRemembered() throws Exception {
    Store store = open(ALEX);
    store.met(KATE);
    store.met(KATE);
    store.rooms(KATE, Set.of(DOGS));
    store.rooms(ZOE, Set.of(DOGS));
    store.rooms(ZOE, Set.of());
    store.close();
    store = open(ALEX);

    assertThat(get(store.rooms())).containsEntry(KATE, Set.of(DOGS)).hasSize(1);
    assertThat(get(store.hasMet(KATE))).isTrue();
    assertThat(get(store.hasMet(ALEX))).isFalse();
  }

  /** A number for kept texts alone does not make a node one that was met. */
  @Test
  void aNodeThatATextIsKeptForMayNotHaveBeenMet() throws Exception {
    Store store = open(ALEX);
    get(store.keep(keptFor(ZOE, "hi")));
    assertThat(get(store.hasMet(ZOE))).isFalse();
    store.met(ZOE);
    assertThat(get(store.hasMet(ZOE))).isTrue();
  }

  @Test
  void workFromBeforeTheOpeningIsDone() throws Exception {
    Store store = Store.of(settings(10_000, 64 << 20), ALEX, notes::add);
    StoredText text = from(KATE, "early");
    store.record(text);
    store.open();

    assertThat(get(store.history(TextFilter.last(20)))).containsExactly(text);
    store.close();
  }

  @Test
  void aReaderReadsWhileTheNodeRunsAndAfterwards() throws Exception {
    Store store = open(ALEX);
    StoredText text = from(KATE, "hi");
    get(store.recordShown(text, 0));

    try (HistoryReader reader = reader()) {
      assertThat(reader.history(TextFilter.last(20))).containsExactly(text);
    }
    store.close();
    try (HistoryReader reader = reader()) {
      assertThat(reader.history(TextFilter.last(20))).containsExactly(text);
    }
    assertThat(HistoryReader.nodes(settings(10_000, 64 << 20))).containsExactly(ALEX);
  }

  private static TextFilter filter(NodeName node) {
    return new TextFilter(Optional.of(node), Optional.empty(), Optional.empty(), 20);
  }
}
