package chat.moebi.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Creates hosts from network namespaces, each with its own network and address, that reach each
 * other by name; can break the links between them. Requires root.
 *
 * <p>No packet leaves these hosts: they are attached to a bridge in a namespace of its own.
 */
public final class NetworkHosts implements AutoCloseable {

  private static final String NETWORK = "10.99.99.";
  private static final String BRIDGE = "bridge";
  private static final int FIRST_LATER_ADDRESS = 100;

  private final String prefix = "chat" + ProcessHandle.current().pid();
  private final Map<String, String> addresses = new LinkedHashMap<>();

  private int moves;

  /** Creates one host for each name of at most 15 letters; the hosts find each other by name. */
  public NetworkHosts(List<String> names) throws IOException {
    for (String name : names) {
      addresses.put(name, NETWORK + (addresses.size() + 1));
    }
    try {
      run("ip", "netns", "add", namespace(BRIDGE));
      inBridge("link", "add", "br0", "type", "bridge");
      inBridge("link", "set", "br0", "up");
      for (String name : names) {
        add(name);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Returns whether this user can create such hosts on this system. */
  public static boolean arePossible() {
    try {
      String name = "chatprobe" + ProcessHandle.current().pid();
      run("ip", "netns", "add", name);
      run("ip", "netns", "del", name);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the address of a host. */
  public String address(String host) {
    return addresses.get(host);
  }

  /** Returns the command that runs a command on a host, in a process with the same pid. */
  public List<String> on(String host, List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
    all.addAll(command);
    return all;
  }

  /** Unplugs a host from the bridge: its own nodes still reach each other, but no other host. */
  public void cut(String host) throws IOException {
    inBridge("link", "set", host, "down");
  }

  /** Plugs a host in again. */
  public void heal(String host) throws IOException {
    inBridge("link", "set", host, "up");
  }

  /** Drops all packets from one host to another; the way back is not affected. */
  public void blackhole(String from, String to) throws IOException {
    run("ip", "-n", namespace(from), "route", "add", "blackhole", addresses.get(to) + "/32");
  }

  /** Stops dropping the packets that {@link #blackhole} drops. */
  public void heal(String from, String to) throws IOException {
    run("ip", "-n", namespace(from), "route", "del", "blackhole", addresses.get(to) + "/32");
  }

  /**
   * Drops all packets of the TCP connections that two hosts have now, without notice, as a firewall
   * does that has lost its state. New connections work.
   */
  public void forgetConnections(String one, String other) throws IOException {
    swallowConnections(one, other);
    swallowConnections(other, one);
  }

  private void swallowConnections(String from, String to) throws IOException {
    String address = addresses.get(to);
    String established =
        run(on(from, List.of("ss", "-Htn", "state", "established")).toArray(String[]::new));
    Pattern ports = Pattern.compile(":(\\d+) +\\S*\\b" + Pattern.quote(address) + "\\b\\S*:(\\d+)");
    for (Matcher ends = ports.matcher(established); ends.find(); ) {
      List<String> rule =
          List.of("to", address, "ipproto", "tcp", "sport", ends.group(1), "dport", ends.group(2));
      List<String> command = new ArrayList<>(List.of("ip", "-n", namespace(from), "rule", "add"));
      command.addAll(rule);
      command.add("blackhole");
      run(command.toArray(String[]::new));
    }
  }

  /** Gives a host a new address, which its name stands for on all hosts from now on. */
  public void move(String host) throws IOException {
    String former = addresses.put(host, NETWORK + (FIRST_LATER_ADDRESS + moves++));
    String namespace = namespace(host);
    run("ip", "-n", namespace, "addr", "del", former + "/24", "dev", "eth0");
    run("ip", "-n", namespace, "addr", "add", addresses.get(host) + "/24", "dev", "eth0");
    for (String each : addresses.keySet()) {
      // Written in place, because processes have this very file mounted.
      Files.writeString(Path.of("/etc/netns", namespace(each), "hosts"), hosts());
    }
  }

  /** Removes the hosts; processes that still run there lose their network. */
  @Override
  public void close() throws IOException {
    for (String name : addresses.keySet()) {
      remove(namespace(name));
    }
    remove(namespace(BRIDGE));
  }

  private void add(String host) throws IOException {
    String namespace = namespace(host);
    Path etc = Files.createDirectories(Path.of("/etc/netns", namespace));
    Files.writeString(etc.resolve("hosts"), hosts());
    run("ip", "netns", "add", namespace);
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    run(
        "ip",
        "-n",
        namespace,
        "link",
        "add",
        "eth0",
        "type",
        "veth",
        "peer",
        host,
        "netns",
        namespace(BRIDGE));
    inBridge("link", "set", host, "master", "br0", "up");
    run("ip", "-n", namespace, "addr", "add", addresses.get(host) + "/24", "dev", "eth0");
    run("ip", "-n", namespace, "link", "set", "eth0", "up");
  }

  private String hosts() {
    StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
    addresses.forEach(
        (name, address) -> hosts.append(address).append(' ').append(name).append('\n'));
    return hosts.toString();
  }

  private static void remove(String namespace) throws IOException {
    if (Files.exists(Path.of("/run/netns", namespace))) {
      run("ip", "netns", "del", namespace);
    }
    Path etc = Path.of("/etc/netns", namespace);
    Files.deleteIfExists(etc.resolve("hosts"));
    Files.deleteIfExists(etc);
  }

  private String namespace(String host) {
    return prefix + host;
  }

  private void inBridge(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("ip", "-n", namespace(BRIDGE)));
    all.addAll(List.of(command));
    run(all.toArray(String[]::new));
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
