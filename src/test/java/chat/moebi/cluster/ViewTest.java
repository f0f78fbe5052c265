package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ViewTest {

  private static final NodeName SELF = NodeName.parse("alex@here");

  @Nested
  class Meant {

    @Test
    void isTheOnlyKnownNodeOfThatName() {
      assertThat(meant("kate", "kate@there")).containsExactly("kate@there");
    }

    @Test
    void isTheOneOnThisHostWhenSeveralAreKnown() {
      assertThat(meant("kate", "kate@a", "kate@here", "kate@there")).containsExactly("kate@here");
    }

    @Test
    void isTheOneOnThisHostWhenNoneIsKnown() {
      assertThat(meant("kate", "moebi@there")).containsExactly("kate@here");
    }

    @Test
    void isSeveralNodesWhenNoneOfThemIsOnThisHost() {
      assertThat(meant("kate", "kate@there", "kate@a")).containsExactly("kate@a", "kate@there");
    }

    @Test
    void isThisNodeByItsOwnName() {
      assertThat(meant("alex", "alex@there")).containsExactly("alex@here");
    }

    @Test
    void isAnUnreachableNodeToo() {
      View view = view(peer("kate@there", Status.UNREACHABLE));

      assertThat(view.meant("kate")).containsExactly(NodeName.parse("kate@there"));
    }

    @Test
    void isNotANodeWhoseNameOnlyBeginsSo() {
      assertThat(meant("kate", "kate2@there", "Kate@there")).containsExactly("kate@here");
    }

    @Test
    void isRefusedWhenNoNodeCanHaveThatName() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> view().meant("ka te"))
          .withMessageContaining("is not a node name");
    }

    private Iterable<String> meant(String shortName, String... known) {
      Peer[] peers = new Peer[known.length];
      for (int i = 0; i < known.length; i++) {
        peers[i] = peer(known[i], Status.UP);
      }
      return view(peers).meant(shortName).stream().map(NodeName::toString).toList();
    }
  }

  @Nested
  class Reachable {

    @Test
    void isANodeThatIsUp() {
      Peer kate = peer("kate@there", Status.UP);

      assertThat(view(kate).reachable(kate.name())).contains(kate);
    }

    @Test
    void isThisNodeItself() {
      assertThat(view().reachable(SELF)).isPresent();
    }

    @Test
    void isNoNodeThatDoesNotAnswer() {
      Peer kate = peer("kate@there", Status.UNREACHABLE);

      assertThat(view(kate).reachable(kate.name())).isEmpty();
    }

    @Test
    void isNoNodeThatIsNotKnown() {
      assertThat(view().reachable(NodeName.parse("kate@there"))).isEmpty();
    }
  }

  @Test
  void aPeerTellsHostAndPort() {
    assertThat(peer("kate@there", Status.UP).hostAndPort()).isEqualTo("there:25520");
  }

  private static Peer peer(String name, Status status) {
    NodeName node = NodeName.parse(name);
    return new Peer(node, 1, "akka://chat@" + node.host() + ":25520", status);
  }

  private static View view(Peer... others) {
    TreeMap<NodeName, Peer> nodes = new TreeMap<>();
    nodes.put(SELF, peer(SELF.toString(), Status.SELF));
    for (Peer peer : others) {
      nodes.put(peer.name(), peer);
    }
    return new View(SELF, nodes);
  }
}
