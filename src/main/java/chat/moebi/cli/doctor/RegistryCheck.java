package chat.moebi.cli.doctor;

import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeException;
import chat.moebi.registry.RegistryEntry;
import chat.moebi.registry.RegistryInspection;
import chat.moebi.script.Ping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the registry of the user's nodes on this host, and the nodes in it. */
public final class RegistryCheck {

  private static final String REGISTRY = "registry";
  private static final String NODE = "node";

  private final Finding registry;

  /** Empty if the registry cannot be read. */
  private final Optional<List<RegistryInspection.Node>> nodes;

  private RegistryCheck(Finding registry, Optional<List<RegistryInspection.Node>> nodes) {
    this.registry = registry;
    this.nodes = nodes;
  }

  /** Checks the directory of the registry, and reads the entries. */
  public static RegistryCheck of(Map<String, String> environment) {
    try {
      RegistryInspection inspection = RegistryInspection.ofUser(environment);
      return new RegistryCheck(check(inspection), Optional.of(inspection.nodes()));
    } catch (NodeException e) {
      return new RegistryCheck(
          Finding.fault(
              REGISTRY, e.getMessage(), "set XDG_RUNTIME_DIR to a directory that is yours alone"),
          Optional.empty());
    }
  }

  private static Finding check(RegistryInspection inspection) {
    Path directory = inspection.directory();
    if (!inspection.hasRoomForSockets()) {
      return Finding.fault(
          REGISTRY,
          "the path of the registry "
              + directory
              + " is too long for sockets; set XDG_RUNTIME_DIR to a shorter one");
    }
    return Finding.ok(
        REGISTRY,
        "the registry "
            + directory
            + (Files.exists(directory) ? " is yours alone" : " is made by the first node"));
  }

  /** Returns the finding about the directory. */
  public Finding registry() {
    return registry;
  }

  /** Returns the entries of the nodes that live. */
  public List<RegistryEntry> running() {
    return nodes.stream()
        .flatMap(List::stream)
        .filter(RegistryInspection.Node::isAlive)
        .map(RegistryInspection.Node::entry)
        .toList();
  }

  /**
   * Checks that each node lives, answers, and has the same cookie. Finds nothing if the registry
   * cannot be read.
   *
   * @param credentials the keys to compare with; empty if there are none
   */
  public List<Finding> nodes(Optional<Credentials> credentials) throws InterruptedException {
    if (nodes.isEmpty()) {
      return List.of();
    } else if (nodes.get().isEmpty()) {
      return List.of(Finding.ok(NODE, "no node is running"));
    }
    List<Finding> findings = new ArrayList<>();
    for (RegistryInspection.Node node : nodes.get()) {
      findings.add(check(node, credentials));
    }
    return findings;
  }

  private static Finding check(RegistryInspection.Node node, Optional<Credentials> credentials)
      throws InterruptedException {
    RegistryEntry entry = node.entry();
    String name = entry.name() + " (pid " + entry.pid() + ")";
    if (!node.isAlive()) {
      return Finding.fault(
          NODE, name + " has died and left its entry; start it again, or type: chat nodes");
    }
    if (credentials.isPresent() && !credentials.get().matches(entry.cookies())) {
      return Finding.fault(NODE, NodeException.differentCookie(entry.name().toString()));
    }
    if (!entry.isReady()) {
      return Finding.ok(NODE, name + " is starting");
    }
    return Ping.objectionOf(node.socket())
        .map(
            objection ->
                Finding.fault(NODE, name + ": " + objection + "; try again, or end the process"))
        .orElseGet(() -> Finding.ok(NODE, name + " answers"));
  }
}
