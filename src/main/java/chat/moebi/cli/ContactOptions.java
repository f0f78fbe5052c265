package chat.moebi.cli;

import chat.moebi.name.ContactPoint;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The option that names contact points for a script. */
final class ContactOptions {

  private final Option<List<String>> join;

  ContactOptions(CommandSpec command) {
    join =
        Option.texts(
            command,
            "--join",
            "HOST:PORT",
            "Nodes of other hosts, with commas or repeated (CHAT_JOIN): one of them is used where no"
                + " node of yours runs.");
  }

  /**
   * Returns the contact points of the option, else of the environment, else none.
   *
   * @throws chat.moebi.name.NodeException with a sentence for the user
   */
  List<ContactPoint> points(Map<String, String> environment) {
    return ContactPoint.parseAll(
        join.value().orElseGet(() -> List.of(environment.getOrDefault("CHAT_JOIN", ""))));
  }
}
