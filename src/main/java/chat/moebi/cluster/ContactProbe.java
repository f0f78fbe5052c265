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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Looks at the contact points of {@code --join}: which of them are nodes that this one, or a
 * script, can talk to. The same list may be given to every node; a node's own address in it does
 * not count.
 */
public final class ContactProbe {

  private static final Duration LIMIT = Duration.ofMillis(1500);

  /** A script does not look again. */
  private static final Duration LIMIT_OF_SCRIPT = Duration.ofSeconds(3);

  private final List<ContactPoint> points;
  private final Credentials credentials;
  private final Registry registry;
  private final Duration limit;
  private final BiPredicate<ContactPoint, InetAddress> isSelf;

  /** Makes those of a node. */
  public ContactProbe(ClusterSettings settings, Registry registry) {
    this(
        settings.contacts(),
        settings.credentials(),
        registry,
        LIMIT,
        (contact, address) -> isSelf(settings, contact, address));
  }

  /** Makes those of a script, which is itself at none of them. */
  public ContactProbe(List<ContactPoint> points, Credentials credentials, Registry registry) {
    this(points, credentials, registry, LIMIT_OF_SCRIPT, (contact, address) -> false);
  }

  private ContactProbe(
      List<ContactPoint> points,
      Credentials credentials,
      Registry registry,
      Duration limit,
      BiPredicate<ContactPoint, InetAddress> isSelf) {
    this.points = points;
    this.credentials = credentials;
    this.registry = registry;
    this.limit = limit;
    this.isSelf = isSelf;
  }

  /** Tells whether there are none. */
  boolean isEmpty() {
    return points.isEmpty();
  }

  /**
   * Looks at them all at once, for a node 1.5 s at most. What does not resolve counts as nobody: it
   * may be a host that has yet to start.
   *
   * @param executor for threads that block
   * @param isWanted leaves out those that need no look
   */
  CompletableFuture<Map<ContactPoint, Finding>> look(
      Executor executor, Predicate<ContactPoint> isWanted) {
    if (!points.isEmpty()) {
      credentials.prepare(); // Or the first look would have less time.
    }
    Map<ContactPoint, CompletableFuture<Finding>> looks = new LinkedHashMap<>();
    points.stream()
        .filter(isWanted)
        .forEach(
            contact ->
                looks.put(
                    contact,
                    CompletableFuture.supplyAsync(() -> look(contact), executor)
                        // A name may take long to resolve.
                        .completeOnTimeout(
                            Finding.NOBODY, limit.toMillis(), TimeUnit.MILLISECONDS)));
    return CompletableFuture.allOf(looks.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              Map<ContactPoint, Finding> findings = new LinkedHashMap<>();
              looks.forEach((contact, look) -> findings.put(contact, look.join()));
              findings.values().removeIf(finding -> finding == null);
              return findings;
            });
  }

  /** Looks at them all, and returns in the order in which they were given what was found. */
  public Map<ContactPoint, Finding> look() {
    return look(work -> new Thread(work, "probe").start(), contact -> true).join();
  }

  /**
   * Refuses a start where a contact point has another cookie and none has this node's. Where
   * something else listens, a node may start later: such a contact point is asked again.
   *
   * @throws NodeException with a sentence for the user
   */
  public void check() {
    refusalOfCookie(look())
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  /**
   * Says why a script, which does not wait, cannot go on with the findings: no contact point is a
   * node of the same cookie, and some are something else.
   */
  public Optional<NodeException> refusal(Map<ContactPoint, Finding> findings) {
    return findings.containsValue(Finding.FINE)
        ? Optional.empty()
        : refusalOfCookie(findings)
            .or(() -> refusal(findings, Finding.NO_NODE, Reason.BAD_CONFIGURATION));
  }

  private Optional<NodeException> refusalOfCookie(Map<ContactPoint, Finding> findings) {
    return findings.containsValue(Finding.FINE)
        ? Optional.empty()
        : refusal(findings, Finding.OTHER_COOKIE, Reason.DIFFERENT_COOKIE);
  }

  /** Says what was found at a contact point, and what to do. */
  String sentence(ContactPoint contact, Finding finding) {
    return switch (finding) {
      case FINE -> contact + " answers";
      case OTHER_COOKIE -> NodeException.differentCookie(nameOf(contact));
      case NO_NODE -> contact + " is no node of the chat; check --join, and --port there";
      case NOBODY -> "nobody answers at " + contact + " yet; it is asked again";
    };
  }

  private Optional<NodeException> refusal(
      Map<ContactPoint, Finding> findings, Finding what, Reason reason) {
    return findings.keySet().stream()
        .filter(contact -> findings.get(contact) == what)
        .findFirst()
        .map(contact -> new NodeException(reason, sentence(contact, what)));
  }

  /** Returns what is there, or null if it is this node. */
  private Finding look(ContactPoint contact) {
    try {
      InetAddress address = InetAddress.getByName(contact.host());
      return isSelf.test(contact, address)
          ? null
          : TlsProbe.of(credentials, new InetSocketAddress(address, contact.port()), limit);
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

  /** Tells whether one can listen on an address here. */
  public static boolean isOfThisHost(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  // On this host a node may have a name to say.
  private String nameOf(ContactPoint contact) {
    return registry.entries().stream()
        .filter(entry -> entry.address().equals(contact.toString()))
        .map(entry -> entry.name().toString())
        .findFirst()
        .orElse(contact.toString());
  }
}
