package chat.moebi.cli;

import chat.moebi.cluster.ContactProbe;
import chat.moebi.console.Display;
import chat.moebi.console.StreamException;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import chat.moebi.script.Response;
import chat.moebi.script.ScriptClient;
import chat.moebi.script.ScriptDisplay;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a running node for a script, and another one when that has ended: a node of the user on
 * this host, else a node of another host. For one thread.
 */
final class ScriptConnection implements AutoCloseable, ScriptDisplay {

  private final Map<String, String> environment;
  private final Registry registry;
  private final String preferred;
  private final Optional<Credentials> credentials;
  private final List<ContactPoint> points;
  private final Display display;
  private Optional<ScriptClient> client = Optional.empty();
  private volatile boolean hasLostOutput;

  /** Null until the contact points are tried. */
  private RemoteNodes remoteNodes;

  /** The reason of the first node that had no place for this script. */
  private Optional<String> refusal = Optional.empty();

  /**
   * Creates a search among the user's nodes: those with the cookie that the script was given, or
   * all if it was given none. A node of another host must have the given cookie, else the user's
   * own.
   *
   * @param preferred the full or short name of the best node
   */
  ScriptConnection(
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

  /** Returns a node that answers; empty if there is none. */
  Optional<ScriptClient> client() throws InterruptedException {
    if (client.isEmpty() || client.get().hasEnded()) {
      close();
      refusal = Optional.empty();
      client = ScriptClient.connect(registry, entries(), preferred, this);
      if (client.isEmpty() && !points.isEmpty()) {
        if (remoteNodes == null) {
          Credentials keys = credentials.orElseGet(() -> CookieOptions.ownCredentials(environment));
          remoteNodes = new RemoteNodes(new ContactProbe(points, keys, registry), keys);
        }
        client = remoteNodes.connect(this);
      }
    }
    return client;
  }

  /** Reports why there is no node to use, and returns the exit status. */
  int noNode() {
    if (refusal.isPresent()) {
      return Errors.show(display, refusal.get(), ExitStatus.UNCONFIRMED);
    }
    if (remoteNodes != null) {
      return remoteNodes.noNode(display);
    }
    List<RegistryEntry> entries = entries();
    if (!entries.isEmpty()) {
      RegistryEntry first = entries.get(0);
      return Errors.show(
          display,
          first.name() + " (pid " + first.pid() + ") does not answer; try again, or end it",
          ExitStatus.UNCONFIRMED);
    }
    Optional<RegistryEntry> other =
        registry.entries().stream().min(Comparator.comparing(entry -> !entry.isCalled(preferred)));
    if (other.isPresent()) {
      return Errors.show(
          display,
          NodeException.differentCookie(other.get().name().toString()),
          ExitStatus.DIFFERENT_COOKIE);
    }
    return Errors.show(
        display, "no node is running; start one with --name NAME", ExitStatus.NO_NODE);
  }

  private List<RegistryEntry> entries() {
    List<RegistryEntry> all = registry.entries();
    if (credentials.isPresent()) {
      return all.stream().filter(entry -> credentials.get().matches(entry.cookies())).toList();
    }
    if (all.size() < 2) {
      return all; // The usual case, which needs no cookie.
    }
    // Where nodes have different cookies, those with the user's own come first.
    Credentials own = CookieOptions.ownCredentials(environment);
    return all.stream()
        .sorted(Comparator.comparing((RegistryEntry entry) -> !own.matches(entry.cookies())))
        .toList();
  }

  @Override
  public void show(Response.Message message) {
    try {
      if (message.whole().isPresent()) {
        display.show(message.whole().get());
      } else {
        display.show(message.from(), message.text());
      }
    } catch (IOException e) {
      hasLostOutput = true;
      Errors.show(display, StreamException.output(e).getMessage(), ExitStatus.STREAM);
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
  public void refused(String sentence) {
    refusal = refusal.or(() -> Optional.of(sentence));
  }

  @Override
  public void close() {
    client.ifPresent(ScriptClient::close);
  }
}
