package chat.moebi.node;

import chat.moebi.cookie.Probe;
import chat.moebi.cookie.Probe.Finding;
import chat.moebi.node.NodeException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Looks at the contact points of {@code --join}: which of them are nodes that this one can talk to.
 * The same list may be given to every node; a node's own address in it does not count.
 */
final class Contacts {

  private static final Duration LIMIT = Duration.ofMillis(1500);

  private final Settings settings;
  private final Registry registry;

  Contacts(Settings settings, Registry registry) {
    this.settings = settings;
    this.registry = registry;
  }

  /** Tells whether there are none. */
  boolean isEmpty() {
    return settings.contacts().isEmpty();
  }

  /**
   * Looks at them all at once, for 1.5 s at most. What does not resolve counts as nobody: it may be
   * a host that has yet to start.
   *
   * @param executor for threads that block
   * @param isWanted leaves out those that need no look
   */
  CompletableFuture<Map<ContactPoint, Finding>> look(
      Executor executor, Predicate<ContactPoint> isWanted) {
    Map<ContactPoint, CompletableFuture<Finding>> looks = new LinkedHashMap<>();
    settings.contacts().stream()
        .filter(isWanted)
        .forEach(
            contact ->
                looks.put(
                    contact,
                    CompletableFuture.supplyAsync(() -> look(contact), executor)
                        // A name may take long to resolve.
                        .completeOnTimeout(
                            Finding.NOBODY, LIMIT.toMillis(), TimeUnit.MILLISECONDS)));
    return CompletableFuture.allOf(looks.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              Map<ContactPoint, Finding> findings = new LinkedHashMap<>();
              looks.forEach((contact, look) -> findings.put(contact, look.join()));
              findings.values().removeIf(finding -> finding == null);
              return findings;
            });
  }

  /**
   * Refuses a start that cannot end well: no contact point is a node that this one can talk to, and
   * some are what waiting does not change.
   *
   * @throws NodeException with a sentence for the user
   */
  void check() {
    Map<ContactPoint, Finding> findings =
        look(work -> new Thread(work, "probe").start(), contact -> true).join();
    if (!findings.containsValue(Finding.FINE)) {
      refuse(findings, Finding.OTHER_COOKIE, Reason.DIFFERENT_COOKIE);
      refuse(findings, Finding.NO_NODE, Reason.BAD_CONFIGURATION);
    }
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

  private void refuse(Map<ContactPoint, Finding> findings, Finding what, Reason reason) {
    findings.forEach(
        (contact, finding) -> {
          if (finding == what) {
            throw new NodeException(reason, sentence(contact, finding));
          }
        });
  }

  /** Returns what is there, or null if it is this node. */
  private Finding look(ContactPoint contact) {
    try {
      InetAddress address = InetAddress.getByName(contact.host());
      return isSelf(contact, address)
          ? null
          : Probe.of(settings.credentials(), new InetSocketAddress(address, contact.port()), LIMIT);
    } catch (UnknownHostException e) {
      return Finding.NOBODY;
    }
  }

  private boolean isSelf(ContactPoint contact, InetAddress address) {
    InetAddress bind = settings.bind();
    return contact.port() == settings.port()
        && (contact.host().equals(settings.name().host())
            || address.equals(bind)
            || (bind.isAnyLocalAddress() && isOfThisHost(address)));
  }

  /** Tells whether one can listen on an address here. */
  static boolean isOfThisHost(InetAddress address) {
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
