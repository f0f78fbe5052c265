package chat.moebi.store;

import static chat.moebi.store.StoredTexts.KATE;
import static chat.moebi.store.StoredTexts.from;
import static chat.moebi.store.StoredTexts.get;
import static chat.moebi.store.StoredTexts.keptFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A store of which nothing rests on disk. */
class StoreOffTest {

  private final Store store = Store.none();

  private static final String OFF = "history is off; start the node with --history on";

  @Test
  void keepsNothing() throws Exception {
    store.open();
    store.record(from(KATE, "hi"));

    assertThat(get(store.whenOpen())).isFalse();
    assertThat(store.fault()).contains(OFF);
    assertThat(get(store.keep(keptFor(KATE, "hi")))).isEqualTo(new Kept.Refused(OFF));
    assertThat(get(store.recordShown(from(KATE, "hi"), 1))).isFalse();
    assertThatThrownBy(() -> get(store.history(TextFilter.last(1))))
        .hasRootCauseInstanceOf(StoreException.class)
        .hasRootCauseMessage(OFF);
    store.close();
  }

  @Test
  void doesNotKnowWhatAnotherProcessHasShown() throws Exception {
    assertThat(get(store.shown(UUID.randomUUID(), 0))).isEqualTo(Shown.NO);
    assertThat(get(store.shown(UUID.randomUUID(), 7))).isEqualTo(Shown.UNKNOWN);
  }
}
