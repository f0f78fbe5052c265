package chat.moebi.cluster;

import chat.moebi.cookie.Credentials;
import chat.moebi.cookie.TlsProbe;
import chat.moebi.cookie.TlsProbe.Finding;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.registry.Registry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Finds out which contact points of {@code --join} are nodes that this node, or a script, can talk
 * to. Every node may be given the same list: a node leaves itself out. Thread-safe.
 */
public final class ContactProbe {

  private static final Duration NODE_TIMEOUT = Duration.ofMillis(1500);

  /** Longer, because a script does not probe again. */
  private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(3);

  private final List<ContactPoint> points;
  private final Credentials credentials;
  private final Registry registry;
  private final Duration timeout;
  private final BiPredicate<ContactPoint, InetAddress> isSelf;

  /** A host that cannot be resolved in time may have yet to start. */
  private final BlockingChecks<ContactPoint, Finding> probes;

  /** Creates the probe of a node. */
  public ContactProbe(ClusterSettings settings, Registry registry) {
    this(
        settings.contacts(),
        settings.credentials(),
        registry,
        NODE_TIMEOUT,
        (contact, address) -> isSelf(settings, contact, address));
  }

  /** Creates the probe of a script. */
  public ContactProbe(List<ContactPoint> points, Credentials credentials, Registry registry) {
    this(points, credentials, registry, SCRIPT_TIMEOUT, (contact, address) -> false);
  }

  private ContactProbe(
      List<ContactPoint> points,
      Credentials credentials,
      Registry registry,
      Duration timeout,
      BiPredicate<ContactPoint, InetAddress> isSelf) {
    this.points = points;
    this.credentials = credentials;
    this.registry = registry;
    this.timeout = timeout;
    this.isSelf = isSelf;
    this.probes = new BlockingChecks<>(this::find, Finding.NOBODY, timeout);
  }

  /** Probes the wanted contact points all at once, a node's own for 1.5 s at most. */
  CompletableFuture<Map<ContactPoint, Finding>> probe(
      Predicate<ContactPoint> isWanted, Executor executor) {
    return probes
        .run(points.stream().filter(isWanted).toList(), executor)
        .thenApply(
            findings -> {
              findings.values().removeIf(Objects::isNull);
              return findings;
            });
  }

  /** Probes all contact points, and returns the findings in their order. Blocks. */
  public Map<ContactPoint, Finding> probe() {
    if (!points.isEmpty()) {
      credentials.prepare(); // Otherwise the first probe would have less time.
    }
    return probe(contact -> true, work -> new Thread(work, "probe").start()).join();
  }

  /**
   * Refuses a start where a contact point has another cookie and none has this node's. Where
   * something else listens, a node may start later: such a contact point is asked again.
   *
   * @throws NodeException with a sentence for the user
   */
  public void check() {
    refusalOfCookie(probe())
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  /**
   * Returns why a script, which does not wait, cannot go on with the findings: no contact point is
   * a node of the same cookie, and some are something else.
   */
  public Optional<NodeException> refusal(Map<ContactPoint, Finding> findings) {
    return refusalOfCookie(findings)
        .or(() -> refusal(findings, Finding.NO_NODE, Reason.BAD_CONFIGURATION));
  }

  private Optional<NodeException> refusalOfCookie(Map<ContactPoint, Finding> findings) {
    return refusal(findings, Finding.OTHER_COOKIE, Reason.DIFFERENT_COOKIE);
  }

  private Optional<NodeException> refusal(
      Map<ContactPoint, Finding> findings, Finding cause, Reason reason) {
    return findings.keySet().stream()
        .filter(contact -> !findings.containsValue(Finding.FINE) && findings.get(contact) == cause)
        .findFirst()
        .map(contact -> new NodeException(reason, sentence(contact, cause)));
  }

  /** Returns what was found at a contact point, and what the user can do. */
  String sentence(ContactPoint contact, Finding finding) {
    return switch (finding) {
      case FINE -> contact + " answers";
      case OTHER_COOKIE -> NodeException.differentCookie(nameOf(contact));
      case NO_NODE -> contact + " is no node of the chat; check --join, and --port there";
      case NOBODY -> "nobody answers at " + contact + " yet; it is asked again";
    };
  }

  /** Returns what is there, or null if it is this node. */
  private Finding find(ContactPoint contact) {
    try {
      InetAddress address = InetAddress.getByName(contact.host());
      return isSelf.test(contact, address)
          ? null
          : TlsProbe.of(credentials, new InetSocketAddress(address, contact.port()), timeout);
    } catch (UnknownHostException e) {
      return Finding.NOBODY;
    }
  }

  private static boolean isSelf(
      ClusterSettings settings, ContactPoint contact, InetAddress address) {
    InetAddress bind = settings.bind();
    return contact.port() == settings.port()
        && (contact.host().equals(settings.name().host())
            || address.equals(bind)
            || (bind.isAnyLocalAddress() && isOfThisHost(address)));
  }

  /** Whether a process of this host can listen on an address. */
  public static boolean isOfThisHost(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /** Returns the name of the node at a contact point if it is a node of this host. */
  private String nameOf(ContactPoint contact) {
    return registry.entries().stream()
        .filter(entry -> entry.address().equals(contact.toString()))
        .map(entry -> entry.name().toString())
        .findFirst()
        .orElse(contact.toString());
  }
}
