package chat.moebi.node;

import chat.moebi.node.NodeException.Reason;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;

/**
 * Reads the part of a node's configuration that concerns its name, its address and its cluster; the
 * whole stays at hand for those above.
 *
 * @param name the node's name
 * @param bind the local address it listens on
 * @param port the port it listens on; 0 means any free one
 * @param turnTimeout how long to wait while other nodes of the registry form or join a cluster
 * @param joinTimeout how long forming or joining a cluster may take, until the node is ready
 * @param helloInterval how often nodes that have not answered are greeted again
 * @param helloTimeout how long a doubtful node may stay silent before it counts as unreachable
 * @param leaveTimeout how long leaving may take
 * @param config the whole configuration
 */
public record Settings(
    NodeName name,
    InetAddress bind,
    int port,
    Duration turnTimeout,
    Duration joinTimeout,
    Duration helloInterval,
    Duration helloTimeout,
    Duration leaveTimeout,
    Config config) {

  /**
   * Reads the configuration that a Java program finds by itself ({@code application.conf} and
   * system properties), for a node of the given name.
   *
   * @throws NodeException with a sentence for the user
   */
  public static Settings named(String name) {
    return from(
        ConfigFactory.parseMap(Map.of("chat.name", name)).withFallback(ConfigFactory.load()));
  }

  /**
   * Reads a configuration that is laid over the built-in one already.
   *
   * @throws NodeException with a sentence for the user
   */
  public static Settings from(Config config) {
    try {
      Config chat = config.getConfig("chat");
      NodeName name = name(chat.getString("name"), chat.getString("host"));
      InetAddress host = loopback("--host", name.host());
      String bind = chat.getString("bind");
      Config cluster = chat.getConfig("cluster");
      return new Settings(
          name,
          bind.isEmpty() ? host : loopback("--bind", bind),
          port(chat.getInt("port")),
          positive(cluster, "turn-timeout"),
          positive(cluster, "join-timeout"),
          positive(cluster, "hello-interval"),
          positive(cluster, "hello-timeout"),
          positive(chat, "leave-timeout"),
          config);
    } catch (ConfigException e) {
      throw NodeException.badConfiguration(e);
    }
  }

  /**
   * Reads a duration that must be more than nothing.
   *
   * @throws ConfigException if it is not
   */
  public static Duration positive(Config config, String path) {
    Duration duration = config.getDuration(path);
    if (duration.isNegative() || duration.isZero()) {
      throw new ConfigException.BadValue(
          config.getValue(path).origin(), path, "must be more than 0");
    }
    return duration;
  }

  private static NodeName name(String name, String host) {
    if (name.isEmpty()) {
      throw invalid("a node needs a name; write --name kate, say");
    }
    try {
      NodeName parsed = NodeName.parse(name, host.isEmpty() ? NodeName.DEFAULT_HOST : host);
      if (!host.isEmpty() && !parsed.host().equalsIgnoreCase(host)) {
        throw invalid(
            "the name " + name + " and the host " + host + " do not agree; give the host once");
      }
      return parsed;
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
  }

  private static InetAddress loopback(String flag, String host) {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw invalid(
          "cannot find the host " + host + "; check its spelling, or write its IP address");
    }
    if (!address.isLoopbackAddress()) {
      throw invalid(
          flag
              + " "
              + host
              + " is beyond the loopback interface, and nodes do not listen there until they are"
              + " protected by a cookie; leave it out, or write localhost");
    }
    return address;
  }

  private static int port(int port) {
    if (port < 0 || port > 65_535) {
      throw invalid("the port " + port + " is not one; write 1 to 65535, or 0 for any free one");
    }
    return port;
  }

  private static NodeException invalid(String sentence) {
    return new NodeException(Reason.INVALID, sentence);
  }
}
