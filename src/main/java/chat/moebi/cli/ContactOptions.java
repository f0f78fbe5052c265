package chat.moebi.cli;

import chat.moebi.node.ContactPoint;
import chat.moebi.node.NodeException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Finds the contact points that a script was given: a flag beats the environment. */
final class ContactOptions {

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "Nodes of other hosts, with commas or repeated (CHAT_JOIN): one of them is used where no"
              + " node of yours runs.")
  private List<String> join;

  /**
   * Returns them; none if none were given.
   *
   * @throws NodeException with a sentence for the user
   */
  List<ContactPoint> points(Map<String, String> environment) {
    return ContactPoint.parseAll(
        join == null ? List.of(environment.getOrDefault("CHAT_JOIN", "")) : join);
  }
}
