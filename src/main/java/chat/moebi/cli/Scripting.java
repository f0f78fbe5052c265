package chat.moebi.cli;

import chat.moebi.cluster.ContactProbe;
import chat.moebi.console.Display;
import chat.moebi.console.StreamException;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import chat.moebi.script.RelayClient;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a running node for a script to use, and another one when that has ended: one of the user's
 * on this host, else one of another host. For one thread.
 */
final class Scripting implements AutoCloseable, RelayClient.Display {

  private final Map<String, String> environment;
  private final Registry registry;
  private final String preferred;
  private final Optional<Credentials> credentials;
  private final List<ContactPoint> points;
  private final Display display;
  private RemoteNodes remoteNodes;
  private volatile boolean hasLostOutput;
  private Optional<RelayClient> relay = Optional.empty();

  /** Why the first node that had no place for this script has turned it away. */
  private Optional<String> refusal = Optional.empty();

  /**
   * Looks among the user's nodes: those of the cookie that the script was given, or all if it was
   * given none, for they are all the user's. A node of another host must have the cookie that was
   * given, else the user's own.
   *
   * @param preferred the name, full or short, of the node that is best
   */
  Scripting(
      Map<String, String> environment,
      String preferred,
      ContactOptions contacts,
      CookieOptions cookie,
      Display display) {
    this.environment = environment;
    this.registry = Registry.ofUser(environment);
    this.preferred = preferred;
    this.credentials = cookie.givenCredentials(environment);
    this.points = contacts.points(environment);
    this.display = display;
  }

  /** Returns a node that is well, or nothing if there is none. */
  Optional<RelayClient> relay() throws InterruptedException {
    if (relay.isEmpty() || relay.get().hasEnded()) {
      close();
      refusal = Optional.empty();
      relay = RelayClient.connect(registry, entries(), preferred, this);
      if (relay.isEmpty() && !points.isEmpty()) {
        relay = remoteNodes().connect(this);
      }
    }
    return relay;
  }

  private RemoteNodes remoteNodes() {
    if (remoteNodes == null) {
      Credentials keys = credentials.orElseGet(() -> CookieOptions.ownCredentials(environment));
      remoteNodes = new RemoteNodes(new ContactProbe(points, keys, registry), keys);
    }
    return remoteNodes;
  }

  /** Says why there is no node to use, and returns the exit status. */
  int noNode() {
    if (refusal.isPresent()) {
      display.error(refusal.get());
      return ExitStatus.UNCONFIRMED;
    }
    if (remoteNodes != null) {
      return remoteNodes.noNode(display);
    }
    List<RegistryEntry> entries = entries();
    Optional<RegistryEntry> stranger =
        registry.entries().stream()
            .min(Comparator.comparing((RegistryEntry e) -> !e.isCalled(preferred)));
    if (entries.isEmpty() && stranger.isPresent()) {
      display.error(NodeException.differentCookie(stranger.get().name().toString()));
      return ExitStatus.DIFFERENT_COOKIE;
    }
    if (entries.isEmpty()) {
      display.error("no node is running; start one with --name NAME");
      return ExitStatus.NO_NODE;
    }
    RegistryEntry first = entries.get(0);
    display.error(
        first.name() + " (pid " + first.pid() + ") does not answer; try again, or end it");
    return ExitStatus.UNCONFIRMED;
  }

  private List<RegistryEntry> entries() {
    List<RegistryEntry> all = registry.entries();
    if (credentials.isPresent()) {
      return all.stream().filter(e -> credentials.get().matches(e.cookies())).toList();
    }
    if (all.stream().map(RegistryEntry::cookies).distinct().count() < 2) {
      return all;
    }
    // Of several sets of nodes, those of the user's own cookie come first.
    Credentials own = CookieOptions.ownCredentials(environment);
    return all.stream()
        .sorted(Comparator.comparing((RegistryEntry e) -> !own.matches(e.cookies())))
        .toList();
  }

  @Override
  public void show(NodeName from, String text) {
    try {
      display.show(from, text);
    } catch (IOException e) {
      hasLostOutput = true;
      display.error(StreamException.output(e).getMessage());
    }
  }

  /** Whether an answer came that could not be shown. */
  boolean hasLostOutput() {
    return hasLostOutput;
  }

  @Override
  public void note(String sentence) {
    display.note(sentence);
  }

  @Override
  public void turnedAway(String sentence) {
    refusal = refusal.or(() -> Optional.of(sentence));
  }

  @Override
  public void close() {
    relay.ifPresent(RelayClient::close);
  }
}
