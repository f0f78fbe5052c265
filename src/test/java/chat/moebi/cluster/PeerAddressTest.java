package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerAddressTest {

  @Test
  void anAddressAtWhichNoNodeCanListenIsOfNoUse() {
    assertThat(PeerAddress.isUsable(new Address("akka", "chat"))).isFalse();
    assertThat(PeerAddress.isUsable(new Address("akka", "chat", "", 2551))).isFalse();
    assertThat(PeerAddress.isUsable(new Address("akka", "chat", "kate.example", 0))).isFalse();
    assertThat(PeerAddress.isUsable(new Address("akka", "chat", "kate.example", 65_536))).isFalse();
    for (int port : new int[] {1, 2551, 65_535}) {
      assertThat(PeerAddress.isUsable(new Address("akka", "chat", "kate.example", port))).isTrue();
    }
  }

  @Test
  void aTextThatIsNoAddressIsNotReadAsOne() {
    assertThat(PeerAddress.parse("kate.example:2551"))
        .contains(new Address("akka", "chat", "kate.example", 2551));
    for (String text : List.of("", "no address", "kate.example", "kate.example:0", "a:b@c:1:2")) {
      assertThat(PeerAddress.parse(text)).as(text).isEmpty();
    }
  }
}
