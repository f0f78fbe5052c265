package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

  private final RecentIds ids = new RecentIds();

  @Test
  void containTheLastIdsThatWereAddedAndNoOthers() {
    List<UUID> added = Stream.generate(Content::newId).limit(200_000).toList();
    for (int i = 0; i < added.size(); i++) {
      assertThat(ids.contains(added.get(i))).isFalse();
      ids.add(added.get(i));
      assertThat(ids.contains(added.get(Math.max(0, i - 32_767)))).isTrue();
    }
    assertThat(added.subList(0, 100_000)).noneMatch(ids::contains);
  }

  @Test
  void addAnIdOnce() {
    UUID id = Content.newId();
    ids.add(id);
    for (int i = 0; i < 40_000; i++) {
      ids.add(id);
    }
    ids.add(Content.newId());
    assertThat(ids.contains(id)).isTrue();
    assertThat(ids.contains(Content.newId())).isFalse();
  }
}
