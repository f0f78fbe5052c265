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

/**
 * Makes hosts that can reach each other, each with its own network, address and file system, out of
 * network and mount namespaces: what a container engine does, where none is at hand. For root only.
 *
 * <p>Nothing leaves them: they hang on a bridge that stands in a namespace of its own.
 */
public final class ContainerHosts implements AutoCloseable {

  private static final String NETWORK = "10.99.99.";

  private final String prefix = "chat" + ProcessHandle.current().pid();
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Path cookie;

  /**
   * Makes one host for each name, by which the others find it.
   *
   * @param cookie is found by each at {@code /run/secrets/cookie}
   */
  public ContainerHosts(List<String> names, Path cookie) throws IOException {
    this.cookie = cookie;
    for (String name : names) {
      addresses.put(name, NETWORK + (addresses.size() + 1));
    }
    try {
      String bridge = namespace("bridge");
      run("ip", "netns", "add", bridge);
      run("ip", "-n", bridge, "link", "add", "br0", "type", "bridge");
      run("ip", "-n", bridge, "link", "set", "br0", "up");
      for (String name : names) {
        add(name, bridge);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Tells whether this user, on this system, can make them. */
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

  /**
   * Returns the command that runs another one on a host, as a container of that user, whose file
   * system has nothing of the host's but its programs and the jar.
   */
  public List<String> on(String host, String user, Path jar, List<String> command) {
    String[] ids = user.split(":");
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
    all.addAll(
        List.of(
            "sh",
            "-ec",
            "mount -t tmpfs -o mode=755 none /opt; mkdir /opt/chat; touch /opt/chat/chat.jar;"
                + " mount --bind \"$1\" /opt/chat/chat.jar;"
                + " mount -t tmpfs -o mode=755 none /run; mkdir /run/secrets;"
                + " cp -p \"$2\" /run/secrets/cookie;"
                + " mount -t tmpfs -o mode=1777 none /tmp; mkdir -m 1777 /tmp/state; cd /tmp;"
                + " shift 2; exec \"$@\"",
            "sh",
            jar.toString(),
            cookie.toString()));
    all.addAll(
        List.of(
            "setpriv",
            "--reuid=" + ids[0],
            "--regid=" + ids[1],
            "--clear-groups",
            "--bounding-set=-all",
            "--no-new-privs"));
    all.addAll(command);
    return all;
  }

  /** Returns the command that runs another one beside a process that {@link #on} has started. */
  public static List<String> beside(long pid, String user, List<String> command) {
    String[] ids = user.split(":");
    List<String> all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid), "-m", "-n"));
    all.addAll(List.of("setpriv", "--reuid=" + ids[0], "--regid=" + ids[1], "--clear-groups"));
    all.addAll(command);
    return all;
  }

  /** Removes all of them; what still runs there loses its network. */
  @Override
  public void close() throws IOException {
    for (String name : addresses.keySet()) {
      remove(namespace(name));
    }
    remove(namespace("bridge"));
  }

  private void add(String host, String bridge) throws IOException {
    String namespace = namespace(host);
    Path etc = Files.createDirectories(Path.of("/etc/netns", namespace));
    Files.writeString(etc.resolve("hosts"), hosts());
    run("ip", "netns", "add", namespace);
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    run(
        "ip", "-n", namespace, "link", "add", "eth0", "type", "veth", "peer", host, "netns",
        bridge);
    run("ip", "-n", bridge, "link", "set", host, "master", "br0", "up");
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

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
