package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.Address;
import chat.moebi.node.Merging.GiveWay;
import org.junit.jupiter.api.Test;

class PeerAddressTest {

  @Test
  void anAddressAtWhichNoNodeCanListenIsOfNoUse() {
    assertThat(PeerAddress.isUsable(new Address("akka", "chat"))).isFalse();
    assertThat(PeerAddress.isUsable(new Address("akka", "chat", "", 2551))).isFalse();
    assertThat(PeerAddress.isUsable(new Address("akka", "chat", "kate.example", 0))).isFalse();
    assertThat(PeerAddress.isUsable(new Address("akka", "chat", "kate.example", 65_536))).isFalse();
    assertThat(PeerAddress.isUsable(new Address("akka", "chat", "kate.example", 2551))).isTrue();
  }

  @Test
  void aNodeIsNotToldToGiveWayToWhatIsNoAddress() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GiveWay(1, "no address"));
  }
}
