package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void replacesHalfASurrogatePair() {
    assertThat(Utf8.encodable("a\uDC36")).isEqualTo("a?");
    assertThat(Utf8.encodable("a\uD83Db")).isEqualTo("a?b");
  }

  @Test
  void keepsAWholeSurrogatePair() {
    assertThat(Utf8.encodable("a\uD83D\uDC36")).isEqualTo("a\uD83D\uDC36");
  }
}
