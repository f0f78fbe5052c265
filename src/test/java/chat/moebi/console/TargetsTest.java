package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {

  private final View view =
      view("alex@localhost", "kate@localhost", "kate@lab", "tom@lab", "tom@attic", "moebi7@attic");

  @ParameterizedTest
  @CsvSource({
    "kate, kate@localhost",
    "kate@lab, kate@lab",
    "moebi7, moebi7@attic",
    "nobody, nobody@localhost",
    "nobody@attic, nobody@attic"
  })
  void aNameMeansANode(String typed, String node) {
    assertThat(Targets.node(typed, view)).hasToString(node);
  }

  @Test
  void aShortNameOfSeveralNodesMeansNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Targets.node("tom", view))
        .withMessage("which tom? tom@attic, tom@lab");
  }

  @ParameterizedTest
  @CsvSource({
    "kat@localhost, kate",
    "KATE@localhost, kate",
    "kate@localhos, kate@localhost",
    "mobei7@attic, moebi7"
  })
  void suggestsANodeOfASimilarName(String unknown, String known) {
    assertThat(didYouMean(unknown)).isEqualTo("; did you mean " + known + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "kate@localhost", // known
    "moebi8@attic", // another number
    "etak@localhost",
    "ka@localhost", // two letters of a short name
    "nobody@localhost",
    "kate@elsewhere"
  })
  void suggestsNothingForOtherNames(String node) {
    assertThat(didYouMean(node)).isEmpty();
  }

  private String didYouMean(String node) {
    return Targets.didYouMean(NodeName.parse(node), view);
  }

  private static View view(String self, String... others) {
    TreeMap<NodeName, View.Peer> nodes = new TreeMap<>();
    Stream.of(others)
        .map(NodeName::parse)
        .forEach(
            name ->
                nodes.put(name, new View.Peer(name, 1, "akka://chat@127.0.0.1:1", View.Status.UP)));
    return new View(NodeName.parse(self), nodes);
  }
}
