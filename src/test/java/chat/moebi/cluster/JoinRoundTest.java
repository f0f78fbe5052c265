package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import chat.moebi.cluster.JoiningProtocol.FormFirst;
import chat.moebi.cluster.JoiningProtocol.Later;
import chat.moebi.cluster.PeerDiscovery.Peers;
import chat.moebi.cookie.TlsProbe.Finding;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeName;
import chat.moebi.registry.RegistryEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinRoundTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Address SELF = PeerAddress.at("h:5");
  private static final Address LOW = PeerAddress.at("h:1");
  private static final Address HIGH = PeerAddress.at("h:9");

  @Test
  void peersAreAskedByTheirAddressesButTheWantedOneFirstAndThoseThatMayBeDeadLast() {
    Peers found =
        new Peers(
            List.of(neighbour("h:8")),
            Map.of(contact(7), Finding.FINE, contact(6), Finding.NOBODY, contact(5), Finding.FINE),
            List.of(PeerAddress.at("h:2"), PeerAddress.at("h:8"), PeerAddress.at("h:3")));
    List<Address> askers = List.of(PeerAddress.at("h:4"));

    assertThat(order(new JoinRound(SELF, found, askers, Optional.of(PeerAddress.at("h:3")))))
        .containsExactly("h:3", "h:4", "h:7", "h:8", "h:2");
    assertThat(order(new JoinRound(SELF, found, askers, Optional.of(PeerAddress.at("h:1")))))
        .containsExactly("h:4", "h:7", "h:8", "h:2", "h:3");
  }

  @Test
  void aLowerPeerThatIsUndecidedIsWaitedForAndNobodyElseIsAsked() {
    JoinRound round = round(contacts(1, 9));
    assertThat(round.next()).hasValue(LOW);
    round.answered(LOW, new Later(KATE));
    assertThat(round.next()).isEmpty();
    assertThat(round.isUndecided()).isTrue();
  }

  @Test
  void aHigherPeerThatIsUndecidedDoesNotKeepOthersFromBeingAsked() {
    JoinRound round = round(contacts(6, 9));
    round.next();
    round.answered(PeerAddress.at("h:6"), new Later(KATE));
    assertThat(round.next()).hasValue(HIGH);
    assertThat(round.isUndecided()).isTrue();
  }

  @Test
  void promisesLetThisNodeFormTheClusterThoughOthersAreSilent() {
    JoinRound round = round(contacts(1, 9));
    round.answered(HIGH, new FormFirst(KATE));
    round.answered(LOW, null);
    assertThat(round.isToBeRepeated(1)).isFalse();
    assertThat(round.promised()).containsExactly(HIGH);
  }

  @Test
  void aContactPointThatDoesNotAnswerIsAskedThreeTimes() {
    JoinRound round = round(contacts(1));
    round.answered(LOW, null);
    assertThat(round.isToBeRepeated(2)).isTrue();
    assertThat(round.isToBeRepeated(3)).isFalse();
    assertThat(round.sentencesOfSilence())
        .containsExactly(
            "h:1 is a node, and does not answer to that address;"
                + " write it in --join as the --host there has it");
  }

  @Test
  void aNeighbourThatDoesNotAnswerIsAskedSixTimes() {
    RegistryEntry kate = neighbour("h:1");
    JoinRound round = round(new Peers(List.of(kate), Map.of(), List.of()));
    round.answered(LOW, null);
    assertThat(round.isToBeRepeated(5)).isTrue();
    assertThat(round.isToBeRepeated(6)).isFalse();
    assertThat(round.sentencesOfSilence())
        .containsExactly(
            "kate@localhost (pid " + kate.pid() + ") does not answer; it is asked again");
  }

  @Test
  void nothingFollowsFromTheSilenceOfAFormerPeer() {
    JoinRound round = round(new Peers(List.of(), Map.of(), List.of(LOW)));
    round.answered(LOW, null);
    assertThat(round.isToBeRepeated(1)).isFalse();
    assertThat(round.sentencesOfSilence()).isEmpty();
  }

  @Test
  void aFormerPeerThatIsAtAContactPointOrPreferredIsKnownToLive() {
    Peers found = new Peers(List.of(), Map.of(contact(1), Finding.FINE), List.of(LOW, HIGH));
    JoinRound round = new JoinRound(SELF, found, List.of(), Optional.of(HIGH));
    round.answered(LOW, null);
    assertThat(round.isToBeRepeated(2)).isTrue();
    assertThat(round.isToBeRepeated(3)).isFalse();

    round = new JoinRound(SELF, found, List.of(), Optional.of(HIGH));
    round.answered(HIGH, null);
    assertThat(round.isToBeRepeated(5)).isTrue();
    assertThat(round.isToBeRepeated(6)).isFalse();
  }

  @Test
  void manySilentPeersAreAskedInFewerRoundsButAtLeastInTwo() {
    List<RegistryEntry> six = IntStream.range(6, 12).mapToObj(i -> neighbour("h:" + i)).toList();
    JoinRound round = round(new Peers(six, Map.of(), List.of()));
    round.answered(PeerAddress.at("h:6"), null);
    round.answered(PeerAddress.at("h:7"), null);
    assertThat(round.isToBeRepeated(2)).isTrue();
    assertThat(round.isToBeRepeated(3)).isFalse();
    six.forEach(peer -> round.answered(PeerAddress.at(peer.address()), null));
    assertThat(round.isToBeRepeated(1)).isTrue();
    assertThat(round.isToBeRepeated(2)).isFalse();
  }

  private static JoinRound round(Peers found) {
    return new JoinRound(SELF, found, List.of(), Optional.empty());
  }

  private static Peers contacts(int... ports) {
    Map<ContactPoint, Finding> findings = new HashMap<>();
    for (int port : ports) {
      findings.put(contact(port), Finding.FINE);
    }
    return new Peers(List.of(), findings, List.of());
  }

  private static ContactPoint contact(int port) {
    return new ContactPoint("h", port);
  }

  private static RegistryEntry neighbour(String address) {
    return RegistryEntry.starting(KATE, List.of()).startedAt(1, address);
  }

  private static List<String> order(JoinRound round) {
    List<String> order = new ArrayList<>();
    for (Optional<Address> next = round.next(); next.isPresent(); next = round.next()) {
      order.add(PeerAddress.hostAndPort(next.get()));
    }
    return order;
  }
}
