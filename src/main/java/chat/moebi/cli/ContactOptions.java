package chat.moebi.cli;

import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Finds the contact points that a script was given: a flag beats the environment. */
final class ContactOptions {

  private final Option<List<String>> join =
      Option.texts(
          "--join",
          "HOST:PORT",
          "Nodes of other hosts, with commas or repeated (CHAT_JOIN): one of them is used where no"
              + " node of yours runs.");

  /** Lets a command take them. */
  void addTo(CommandSpec command) {
    Option.add(command, join);
  }

  /**
   * Returns them; none if none were given.
   *
   * @throws NodeException with a sentence for the user
   */
  List<ContactPoint> points(Map<String, String> environment) {
    return ContactPoint.parseAll(
        join.value().orElseGet(() -> List.of(environment.getOrDefault("CHAT_JOIN", ""))));
  }
}
