package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowTest {

  @Test
  void hasPlacesForSoManyMessages() {
    Window window = new Window(2, 100);
    assertThat(window.isEmpty()).isTrue();
    assertThat(window.take(1)).isTrue();
    assertThat(window.take(1)).isTrue();
    assertThat(window.take(1)).isFalse();
    assertThat(window.isEmpty()).isFalse();

    window.giveBack(1);

    assertThat(window.take(1)).isTrue();
    window.giveBack(1);
    window.giveBack(1);
    assertThat(window.isEmpty()).isTrue();
  }

  @Test
  void hasRoomForSoManyBytes() {
    Window window = new Window(10, 100);
    assertThat(window.take(60)).isTrue();
    assertThat(window.take(41)).isFalse();
    assertThat(window.take(40)).isTrue();
    assertThat(window.take(1)).isFalse();

    window.giveBack(60);

    assertThat(window.take(61)).isFalse();
    assertThat(window.take(60)).isTrue();
  }
}
