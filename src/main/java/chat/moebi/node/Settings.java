package chat.moebi.node;

import chat.moebi.cluster.ClusterSettings;
import chat.moebi.cluster.ContactProbe;
import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A node's settings: those of its cluster, its limits of time, and the whole configuration for the
 * packages above.
 *
 * @param cluster the settings that membership needs
 * @param turnTimeout how long to wait while other nodes of the registry form or join a cluster
 * @param leaveTimeout how long leaving may take
 * @param config the whole configuration
 */
public record Settings(
    ClusterSettings cluster, Duration turnTimeout, Duration leaveTimeout, Config config) {

  public NodeName name() {
    return cluster.name();
  }

  /** Returns what the node shows to other nodes and accepts from them. */
  public Credentials credentials() {
    return cluster.credentials();
  }

  /**
   * Reads the configuration that a Java program finds by itself ({@code application.conf} and
   * system properties), for a node of the given name.
   *
   * @throws NodeException with a sentence for the user
   */
  public static Settings named(String name, Credentials credentials) {
    return from(
        ConfigFactory.parseMap(Map.of("chat.name", name)).withFallback(ConfigFactory.load()),
        credentials);
  }

  /**
   * Reads a configuration that is laid over the built-in one already.
   *
   * @throws NodeException with a sentence for the user
   */
  public static Settings from(Config config, Credentials credentials) {
    check(config);
    Config chat = config.getConfig("chat");
    NodeName name = name(config);
    InetAddress bind = bind(name.host(), chat.getString("bind"));
    check(credentials, bind);
    Config cluster = chat.getConfig("cluster");
    return new Settings(
        new ClusterSettings(
            name,
            bind,
            port(chat.getInt("port")),
            contacts(chat),
            credentials,
            cluster.getDuration("join-timeout"),
            cluster.getDuration("contact-interval"),
            cluster.getDuration("hello-interval"),
            cluster.getDuration("hello-timeout"),
            cluster.getDuration("forget-after")),
        cluster.getDuration("turn-timeout"),
        chat.getDuration("leave-timeout"),
        config);
  }

  /**
   * Checks all settings under {@code chat}, also those that other packages read, and that nodes of
   * other hosts can reach this one if it is to join them.
   *
   * @throws NodeException with a sentence for the user: the setting, its value and its range, or
   *     the nearest name if it is unknown
   */
  public static void check(Config config) {
    KnownSettings.check(config);
    Config chat = config.getConfig("chat");
    boolean hasHost = !chat.getString("host").isEmpty() || NodeName.isFull(chat.getString("name"));
    if (!hasHost && !contacts(chat).stream().allMatch(ContactPoint::isLoopback)) {
      throw invalid("--join needs --host, the address by which the others reach this node");
    }
  }

  /**
   * Reads the node's name, as {@link #from} does.
   *
   * @throws NodeException with a sentence for the user
   */
  public static NodeName name(Config config) {
    return name(config.getString("chat.name"), config.getString("chat.host"));
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

  private static InetAddress bind(String host, String bind) {
    InetAddress address = resolved(host);
    if (address.isAnyLocalAddress()) {
      throw invalid(
          "no node can be reached at %s; give the --host that it has, and --bind %s"
              .formatted(host, host));
    }
    InetAddress listening = bind.isEmpty() ? address : resolved(bind);
    if (listening.isAnyLocalAddress() || ContactProbe.isOfThisHost(listening)) {
      return listening;
    }
    throw invalid(
        bind.isEmpty()
            ? "the host %s is not this one (%s); check it, or give the --bind address to listen on"
                .formatted(host, address.getHostAddress())
            : "cannot listen on " + bind + "; it is no address of this host");
  }

  private static InetAddress resolved(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw invalid(
          "cannot find the host " + host + "; check its spelling, or write its IP address");
    }
  }

  private static void check(Credentials credentials, InetAddress bind) {
    if (bind.isLoopbackAddress()) {
      return;
    }
    String address = bind.getHostAddress();
    if (credentials.isNone()) {
      throw new NodeException(
          Reason.BAD_CONFIGURATION,
          "chat.plain-tcp is for the loopback interface only, and this node would listen on "
              + address
              + "; leave it out");
    }
    if (credentials.isGuessable()) {
      throw new NodeException(
          Reason.BAD_CONFIGURATION,
          ("the cookie has fewer than %d characters: whoever reaches %s could find it out by trying;"
                  + " make a good one: chat cookie --new FILE")
              .formatted(Cookie.LONG_ENOUGH, address));
    }
  }

  // A list in a file; one text in a flag or a variable.
  private static List<ContactPoint> contacts(Config chat) {
    boolean isList = chat.getValue("join").valueType() == ConfigValueType.LIST;
    List<String> texts = isList ? chat.getStringList("join") : List.of(chat.getString("join"));
    return ContactPoint.parseAll(texts);
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
