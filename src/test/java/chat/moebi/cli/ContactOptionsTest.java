package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ContactOptionsTest {

  private static final ContactPoint KATE = new ContactPoint("kate.example", 2551);
  private static final ContactPoint ALEX = new ContactPoint("alex.example", 2552);

  @Test
  void areNoneUnlessTheyAreGiven() {
    assertThat(parse().points(Map.of())).isEmpty();
    assertThat(parse().points(Map.of("CHAT_JOIN", ""))).isEmpty();
  }

  @Test
  void comeWithCommasOrRepeated() {
    assertThat(parse("--join", "kate.example:2551,alex.example:2552").points(Map.of()))
        .containsExactly(KATE, ALEX);
    assertThat(parse("--join", "kate.example:2551", "--join", "alex.example:2552").points(Map.of()))
        .containsExactly(KATE, ALEX);
  }

  @Test
  void comeFromTheEnvironmentUnlessThereIsAFlag() {
    Map<String, String> environment =
        Map.of("CHAT_JOIN", "kate.example:2551,alex.example:2552,kate.example:2551");

    assertThat(parse().points(environment)).containsExactly(KATE, ALEX);
    assertThat(parse("--join", "alex.example:2552").points(environment)).containsExactly(ALEX);
  }

  @Test
  void areRefusedInASentence() {
    assertThatThrownBy(() -> parse("--join", "kate").points(Map.of()))
        .isInstanceOf(NodeException.class)
        .hasMessageStartingWith("\"kate\" is no contact point; write HOST:PORT");
  }

  private static ContactOptions parse(String... arguments) {
    CommandSpec command = CommandSpec.create();
    ContactOptions contacts = new ContactOptions(command);
    new CommandLine(command).parseArgs(arguments);
    return contacts;
  }
}
