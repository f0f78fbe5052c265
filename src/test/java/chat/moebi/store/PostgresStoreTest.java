package chat.moebi.store;

import static chat.moebi.store.StoredTexts.ALEX;
import static chat.moebi.store.StoredTexts.KATE;
import static chat.moebi.store.StoredTexts.from;
import static chat.moebi.store.StoredTexts.get;
import static chat.moebi.store.StoredTexts.keptFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.PostgresServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store on a real server, which several nodes may share. */
class PostgresStoreTest extends StoreCases {

  private static PostgresServer server;

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

  @Override
  StoreSettings settings(int maxKept, long maxKeptBytes) {
    return StoredTexts.settings(url, null, maxKept, maxKeptBytes);
  }

  @Test
  void twoNodesBeginAtOnceAndEachHasItsOwnHistory() throws Exception {
    Store alex = Store.of(settings(100, 1 << 20), ALEX, notes::add);
    Store kate = Store.of(settings(100, 1 << 20), KATE, notes::add);
    alex.open();
    kate.open();
    StoredText text = from(KATE, "hi");

    assertThat(get(alex.recordShown(text, 1))).isTrue();
    assertThat(get(kate.shown(text.id(), 0))).isEqualTo(Shown.NO);
    assertThat(get(kate.history(TextFilter.last(20)))).isEmpty();
    assertThat(HistoryReader.nodes(settings(100, 1 << 20))).containsExactly(ALEX, KATE);
    assertThat(notes).isEmpty();
    alex.close();
    kate.close();
  }

  @Test
  void aNodeFindsWhatAnotherKeepsForIt() throws Exception {
    Store alex = open(ALEX);
    Store kate = open(KATE);
    KeptText text = keptFor(KATE, "lunch?");
    get(alex.keep(text));

    assertThat(kate.isShared()).isTrue();
    assertThat(get(kate.keptByOthers())).containsExactly(text.withNumber(1));
    assertThat(get(alex.keptByOthers())).isEmpty();
    get(kate.settle(KATE, List.of(text.id())));
    assertThat(get(alex.allKept())).isEmpty();
  }

  @Test
  void theStoreComesBackWithTheServer() throws Exception {
    Store store = open(ALEX);
    KeptText first = keptFor(KATE, "before");
    get(store.keep(first));
    server.stop();
    StoredText meanwhile = from(KATE, "meanwhile");
    try {
      assertThat(get(store.keep(keptFor(KATE, "during")))).isInstanceOf(Kept.Refused.class);
      assertThat(store.fault().orElseThrow())
          .startsWith("jdbc:postgresql://127.0.0.1:")
          .doesNotContain("secret");
      assertThat(nextNote()).startsWith("texts are not kept on disk: jdbc:postgresql://127.0.0.1:");
      store.record(meanwhile);
    } finally {
      server.start();
    }

    assertThat(nextNote()).isEqualTo("texts are kept on disk again");
    assertThat(store.fault()).isEmpty();
    assertThat(get(store.kept(KATE))).containsExactly(first.withNumber(1));
    assertThat(get(store.history(TextFilter.last(20)))).containsExactly(meanwhile);
    assertThat(get(store.keep(keptFor(KATE, "after")))).isInstanceOf(Kept.Stored.class);
    assertThat(notes).isEmpty();
  }
}
