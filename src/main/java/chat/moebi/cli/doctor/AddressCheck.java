package chat.moebi.cli.doctor;

import chat.moebi.cluster.ClusterSettings;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.registry.RegistryEntry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;

/** Checks the host of a node's name, and the address and port that the node would listen on. */
public final class AddressCheck {

  private static final String HOST = "host";
  private static final String PORT = "port";

  private AddressCheck() {}

  /**
   * Checks host and port.
   *
   * @param settings with a valid host and a valid address to listen on
   * @param running the entries of nodes that run: one of the same name may have the port
   */
  public static List<Finding> check(ClusterSettings settings, List<RegistryEntry> running) {
    return List.of(host(settings), port(settings, running));
  }

  /** Reports that the name, the host or the address to listen on cannot be used. */
  public static Finding invalid(NodeException e) {
    return Finding.fault(HOST, e.getMessage(), "check --name, --host and --bind");
  }

  private static Finding host(ClusterSettings settings) {
    String host = settings.name().host();
    try {
      InetAddress address = InetAddress.getByName(host);
      if (host.equals(NodeName.DEFAULT_HOST) && !address.isLoopbackAddress()) {
        return Finding.fault(
            HOST,
            "localhost is %s, and no loopback address; write 127.0.0.1 localhost into /etc/hosts"
                .formatted(address.getHostAddress()));
      }
      return Finding.ok(HOST, "the host " + host + " is " + address.getHostAddress());
    } catch (UnknownHostException e) {
      return Finding.fault(HOST, "cannot find the host " + host + "; check its spelling");
    }
  }

  private static Finding port(ClusterSettings settings, List<RegistryEntry> running) {
    String where = settings.bind().getHostAddress();
    String port = settings.port() == 0 ? "any free port" : "port " + settings.port();
    for (RegistryEntry entry : running) {
      if (entry.name().equals(settings.name()) && entry.address().endsWith(":" + settings.port())) {
        return Finding.ok(PORT, entry.name() + " listens on " + where + ", " + port);
      }
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(settings.bind(), settings.port()));
      return Finding.ok(PORT, "a node can listen on " + where + ", " + port);
    } catch (IOException e) {
      return Finding.fault(
          PORT,
          "cannot listen on %s, %s: %s; choose another --port"
              .formatted(where, port, e.getMessage()));
    }
  }
}
