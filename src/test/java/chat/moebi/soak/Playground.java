package chat.moebi.soak;

import chat.moebi.cookie.CookieFile;
import chat.moebi.soak.Reach.Broken;
import chat.moebi.soak.Schedule.Ground;
import chat.moebi.soak.Transcript.Span;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.NetworkHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final Path data;
  private final Map<String, ChatProgram> programs = new HashMap<>();
  private final Map<String, Integer> ports = new TreeMap<>();
  private final Log log;

  /** When each host was cut off. */
  private final Map<String, Duration> cut = new HashMap<>();

  /** When the packets from one host to another began to be dropped. */
  private final Map<List<String>, Duration> blackholes = new HashMap<>();

  private final List<Broken> broken = new ArrayList<>();

  /**
   * Creates the hosts, and the homes and logs of the nodes in a directory.
   *
   * @param isKept whether the nodes keep texts for each other
   */
  Playground(Path directory, boolean isKept, Log log) throws IOException {
    this.log = log;
    boolean hasNetwork = NetworkHosts.arePossible();
    this.ground = new Ground(hasNetwork ? ON_HOSTS : ON_LOOPBACK, hasNetwork);
    this.cookie = directory.resolve("cookie");
    this.config = directory.resolve("soak.conf");
    CookieFile.create(cookie);
    String settings =
        "chat { cluster.forget-after = 15 s, history.enabled = %1$s, keep.enabled = %1$s }";
    Files.writeString(config, settings.formatted(isKept ? "on" : "off"));
    this.data = Files.createDirectory(directory.resolve("data"));
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
    builder.environment().put("XDG_DATA_HOME", data.resolve(node).toString());
    return builder.start();
  }

  /** Disconnects a host from the network. */
  void cut(String host) throws IOException {
    cut.put(host, log.time());
    network.cut(host);
  }

  /** Connects a host to the network again. */
  void heal(String host) throws IOException {
    network.heal(host);
    addBroken(cut.remove(host), host);
  }

  /** Drops all packets from one host to another. */
  void blackhole(String from, String to) throws IOException {
    blackholes.put(List.of(from, to), log.time());
    network.blackhole(from, to);
  }

  /** Stops dropping the packets from one host to another. */
  void unblackhole(String from, String to) throws IOException {
    network.heal(from, to);
    addBroken(blackholes.remove(List.of(from, to)), from, to);
  }

  /**
   * Drops all packets of the current connections between two hosts; permanent for these
   * connections.
   */
  void forget(String one, String other) throws IOException {
    network.forgetConnections(one, other);
    addBroken(log.time(), one, other);
  }

  /** Gives a host a new address under the same name. */
  void move(String host) throws IOException {
    network.move(host);
    addBroken(log.time(), host);
  }

  private void addBroken(Duration since, String... hosts) {
    broken.add(new Broken(new Span(since, log.time()), Set.of(hosts)));
  }

  /** Returns the faults that were carried out and repaired. */
  List<Broken> broken() {
    return List.copyOf(broken);
  }

  /** Repairs all faults. */
  void mend() throws IOException {
    for (String host : List.copyOf(cut.keySet())) {
      heal(host);
    }
    for (List<String> way : List.copyOf(blackholes.keySet())) {
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
