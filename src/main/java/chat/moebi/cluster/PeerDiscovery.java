package chat.moebi.cluster;

import akka.actor.Address;
import chat.moebi.cookie.TlsProbe.Finding;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for nodes that should be in a cluster with this one: those of its registry, those at its
 * contact points, and its acquaintances, which it was in a cluster with before. Outlives the node's
 * ActorSystems, so that a fresh one finds those again that it was with. Thread-safe.
 */
public final class PeerDiscovery {

  private static final Logger LOG = LoggerFactory.getLogger(PeerDiscovery.class);

  /** How many acquaintances are kept; those met last. */
  private static final int MOST = 256;

  /** A name may take long to resolve. */
  private static final Duration ONE_KNOCK = Duration.ofMillis(1500);

  /** How many of them are knocked at at a time: some may be gone for good. */
  private static final int AT_A_TIME = 8;

  /**
   * The nodes that one search has found.
   *
   * @param neighbours the user's nodes on this host that have the same cookie, and are ready unless
   *     this one starts itself
   * @param contacts what was found at each contact point
   * @param acquaintances some of them, where something listens
   */
  record Sight(
      List<RegistryEntry> neighbours,
      Map<ContactPoint, Finding> contacts,
      List<Address> acquaintances) {

    Sight with(List<Address> acquaintances) {
      return new Sight(neighbours, contacts, acquaintances);
    }

    /** Returns the addresses of those that may answer. */
    Set<Address> addresses() {
      Set<Address> all = new LinkedHashSet<>(acquaintances);
      neighbours.forEach(entry -> all.add(PeerAddress.at(entry.address())));
      contacts.forEach(
          (contact, finding) -> {
            if (finding == Finding.FINE) {
              all.add(PeerAddress.at(contact.toString()));
            }
          });
      return all;
    }
  }

  private final ClusterSettings settings;
  private final Registry registry;
  private final Runnable watch;
  private final ContactProbe contacts;
  private final Consumer<String> notes;

  private final Map<ContactPoint, Finding> lastFound = new HashMap<>();
  private final RecentSet<Address> acquaintances = new RecentSet<>(MOST);
  private Address preferred;
  private final Object reading = new Object();
  private List<FileTime> registryChanged;
  private List<RegistryEntry> entries = List.of();
  private volatile boolean registryFails;

  /**
   * Creates the search of a node.
   *
   * @param watch looks after the node's own files in the registry, each time
   * @param notes is told, in words, what the user should know of contact points
   */
  public PeerDiscovery(
      ClusterSettings settings, Registry registry, Runnable watch, Consumer<String> notes) {
    this.settings = settings;
    this.registry = registry;
    this.watch = watch;
    this.contacts = new ContactProbe(settings, registry);
    this.notes = notes;
  }

  /**
   * Looks around; what is wrong with a contact point is told when it is news.
   *
   * @param present the {@code HOST:PORT} of those that are not looked for
   * @param isStarting this node is; else neighbours that are starting are not looked for, since
   *     they look for it, and two who ask each other at once have to wait
   * @param executor for threads that block
   */
  CompletableFuture<Sight> look(Set<String> present, boolean isStarting, Executor executor) {
    return CompletableFuture.supplyAsync(() -> neighbours(present, isStarting), executor)
        .thenCombineAsync(
            contacts.look(executor, contact -> !present.contains(contact.toString())),
            (neighbours, found) -> {
              tell(found); // Which may read the registry.
              return new Sight(neighbours, found, List.of());
            },
            executor)
        .thenCombine(listening(present, executor), Sight::with);
  }

  /** Notes that a node is there, and is to be looked for when it is so no longer. */
  public synchronized void meet(Address address) {
    if (PeerAddress.isUsable(address)) {
      acquaintances.add(address);
    }
  }

  /** Notes that a node is to be looked for no longer: it has left, or is dead. */
  synchronized void part(Address address) {
    acquaintances.remove(address);
  }

  /** Notes which node is to be tried first. */
  synchronized void prefer(Address address) {
    meet(address);
    preferred = PeerAddress.isUsable(address) ? address : null;
  }

  /** Returns which node is to be tried first. */
  synchronized Optional<Address> preferred() {
    return Optional.ofNullable(preferred);
  }

  private List<RegistryEntry> neighbours(Set<String> present, boolean isStarting) {
    watch.run();
    try {
      return entries().stream()
          .filter(entry -> !present.contains(entry.address()))
          .filter(entry -> isStarting || entry.isReady())
          .toList();
    } catch (NodeException e) { // Others may be found all the same.
      if (!registryFails) {
        LOG.warn("cannot look into the registry: {}", e.getMessage());
      }
      registryFails = true;
      return List.of();
    }
  }

  // To read them costs some file operations a node, and this is done every other second.
  private List<RegistryEntry> entries() {
    synchronized (reading) { // Which may take a while, and actors need the rest.
      return read();
    }
  }

  private List<RegistryEntry> read() {
    List<FileTime> changed = registry.lastChanges();
    if (!changed.equals(registryChanged)) {
      entries =
          registry.entries().stream()
              .filter(entry -> !entry.name().equals(settings.name()) && !entry.isStarting())
              .filter(entry -> settings.credentials().matches(entry.cookies()))
              .toList();
      // In the moment of a change another one may follow that has the same time.
      Instant moment = Instant.now().minusSeconds(1);
      boolean isOver = changed.stream().allMatch(time -> time.toInstant().isBefore(moment));
      registryChanged = isOver ? changed : null;
      registryFails = false;
    }
    return entries;
  }

  private CompletableFuture<List<Address>> listening(Set<String> present, Executor executor) {
    CompletableFuture<List<Address>> all = CompletableFuture.completedFuture(List.of());
    for (Address address : some(present)) {
      all =
          all.thenCombine(
              CompletableFuture.supplyAsync(() -> listens(address), executor)
                  .completeOnTimeout(false, ONE_KNOCK.toMillis(), TimeUnit.MILLISECONDS),
              (others, listens) -> listens ? with(others, address) : others);
    }
    return all;
  }

  // The preferred one always, the others in turn.
  private synchronized List<Address> some(Set<String> present) {
    return Stream.concat(preferred().stream(), acquaintances.stream())
        .filter(address -> !present.contains(PeerAddress.hostAndPort(address)))
        .distinct()
        .limit(AT_A_TIME)
        .toList();
  }

  private boolean listens(Address address) {
    PortCheck.Answer answer = PortCheck.at(address);
    if (answer == PortCheck.Answer.REFUSED) {
      part(address); // It is dead. Who comes back there looks for the others itself.
    } else {
      putLast(address);
    }
    return answer == PortCheck.Answer.OPEN;
  }

  private synchronized void putLast(Address address) {
    if (acquaintances.remove(address)) {
      acquaintances.add(address);
    }
  }

  private static List<Address> with(List<Address> others, Address another) {
    return Stream.concat(others.stream(), Stream.of(another)).toList();
  }

  private void tell(Map<ContactPoint, Finding> findings) {
    news(findings)
        .forEach(
            (contact, finding) -> {
              String again = finding == Finding.NO_NODE ? "; it is asked again" : "";
              notes.accept(contacts.sentence(contact, finding) + again);
            });
  }

  private synchronized Map<ContactPoint, Finding> news(Map<ContactPoint, Finding> findings) {
    Map<ContactPoint, Finding> news = new LinkedHashMap<>();
    findings.forEach(
        (contact, finding) -> {
          Finding former = lastFound.put(contact, finding);
          boolean isNews = finding != former && finding != Finding.FINE;
          // Of a node that goes the user hears as of a node.
          if (isNews && (former == null || finding != Finding.NOBODY)) {
            news.put(contact, finding);
          }
        });
    return news;
  }
}
