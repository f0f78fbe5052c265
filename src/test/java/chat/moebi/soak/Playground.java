package chat.moebi.soak;

import chat.moebi.cookie.CookieFile;
import chat.moebi.soak.Schedule.Ground;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.NetworkHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The hosts that the nodes of a run live on: three separate hosts with five nodes, or, where
 * separate hosts are not possible, the loopback interface with three nodes. The nodes of a host
 * share a registry.
 */
final class Playground implements AutoCloseable {

  private static final Map<String, String> ON_HOSTS =
      Map.of("alex", "north", "kate", "north", "sophie", "south", "tom", "south", "uma", "east");
  private static final Map<String, String> ON_LOOPBACK =
      Map.of("alex", "localhost", "kate", "localhost", "sophie", "localhost");

  private static final int FIRST_PORT = 2551;

  private final Ground ground;
  private final NetworkHosts network;
  private final Path cookie;
  private final Path config;
  private final Map<String, ChatProgram> programs = new HashMap<>();
  private final Map<String, Integer> ports = new TreeMap<>();
  private final Set<String> cut = new HashSet<>();
  private final Set<List<String>> blackholes = new HashSet<>();

  /** Creates the hosts, and the homes and logs of the nodes in a directory. */
  Playground(Path directory) throws IOException {
    boolean hasNetwork = NetworkHosts.arePossible();
    this.ground = new Ground(hasNetwork ? ON_HOSTS : ON_LOOPBACK, hasNetwork);
    this.cookie = directory.resolve("cookie");
    this.config = directory.resolve("soak.conf");
    CookieFile.create(cookie);
    Files.writeString(config, "chat.cluster.forget-after = 15 s\n");
    for (String host : ground.hostNames()) {
      Path home = Files.createDirectory(directory.resolve(host));
      programs.put(host, new ChatProgram(home).withHeap("128m"));
    }
    ground.nodes().forEach(node -> ports.put(node, FIRST_PORT + ports.size()));
    this.network = hasNetwork ? new NetworkHosts(ground.hostNames()) : null;
  }

  /** Returns which node runs on which host. */
  Ground ground() {
    return ground;
  }

  /** Returns a node's full name. */
  String address(String node) {
    return node + "@" + ground.hosts().get(node);
  }

  /** Starts a process of a node. */
  Process start(String node) throws IOException {
    String host = ground.hosts().get(node);
    List<String> arguments = new ArrayList<>(List.of("--name", node, "--host", host));
    arguments.addAll(List.of("--cookie-file", cookie.toString(), "--config", config.toString()));
    if (network != null) {
      arguments.addAll(List.of("--port", ports.get(node).toString(), "--join", contacts()));
      arguments.addAll(List.of("--bind", "0.0.0.0")); // The host's address may change.
    }
    ChatProgram program = programs.get(host);
    List<String> command = program.command(arguments.toArray(String[]::new));
    ProcessBuilder builder =
        new ProcessBuilder(network == null ? command : network.on(host, command));
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    return builder.start();
  }

  /** Disconnects a host from the network. */
  void cut(String host) throws IOException {
    network.cut(host);
    cut.add(host);
  }

  /** Connects a host to the network again. */
  void heal(String host) throws IOException {
    network.heal(host);
    cut.remove(host);
  }

  /** Drops all packets from one host to another. */
  void blackhole(String from, String to) throws IOException {
    network.blackhole(from, to);
    blackholes.add(List.of(from, to));
  }

  /** Stops dropping the packets from one host to another. */
  void unblackhole(String from, String to) throws IOException {
    network.heal(from, to);
    blackholes.remove(List.of(from, to));
  }

  /**
   * Drops all packets of the current connections between two hosts; permanent for these
   * connections.
   */
  void forget(String one, String other) throws IOException {
    network.forgetConnections(one, other);
  }

  /** Gives a host a new address under the same name. */
  void move(String host) throws IOException {
    network.move(host);
  }

  /** Repairs all faults. */
  void mend() throws IOException {
    for (String host : List.copyOf(cut)) {
      heal(host);
    }
    for (List<String> way : List.copyOf(blackholes)) {
      unblackhole(way.get(0), way.get(1));
    }
  }

  @Override
  public void close() throws IOException {
    if (network != null) {
      network.close();
    }
  }

  private String contacts() {
    return ports.entrySet().stream()
        .map(entry -> ground.hosts().get(entry.getKey()) + ":" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
