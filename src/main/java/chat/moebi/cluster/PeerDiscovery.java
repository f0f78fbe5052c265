package chat.moebi.cluster;

import akka.actor.Address;
import chat.moebi.cookie.TlsProbe.Finding;
import chat.moebi.name.ContactPoint;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds nodes that should be in a cluster with this one: its neighbours in the registry, the nodes
 * at its contact points, and its former peers. Outlives the node's ActorSystems. Thread-safe.
 */
public final class PeerDiscovery {

  /**
   * The nodes that one search has found.
   *
   * @param contacts what was found at each contact point
   * @param formerPeers some of the former peers where something listens
   */
  record Peers(
      List<RegistryEntry> neighbours,
      Map<ContactPoint, Finding> contacts,
      List<Address> formerPeers) {

    static final Peers NONE = new Peers(List.of(), Map.of(), List.of());

    /** Returns the addresses of the nodes that may answer. */
    Set<Address> addresses() {
      Set<Address> all = new LinkedHashSet<>(formerPeers);
      neighbours.forEach(entry -> all.add(PeerAddress.at(entry.address())));
      all.addAll(nodesAtContacts());
      return all;
    }

    /** Returns the contact points where a node was found that this one can talk to. */
    Set<Address> nodesAtContacts() {
      return contacts.entrySet().stream()
          .filter(found -> found.getValue() == Finding.FINE)
          .map(found -> PeerAddress.at(found.getKey().toString()))
          .collect(Collectors.toSet());
    }
  }

  private final Runnable watch;
  private final Neighbours neighbours;
  private final ContactProbe contacts;
  private final FormerPeers formerPeers = new FormerPeers();
  private final Consumer<String> notes;
  private final Map<ContactPoint, Finding> lastFindings = new HashMap<>();
  private final AtomicBoolean isQuiet = new AtomicBoolean();

  /**
   * Creates the search of a node.
   *
   * @param watch looks after the node's own files in the registry, at each search
   * @param notes takes sentences for the user about contact points
   */
  public PeerDiscovery(
      ClusterSettings settings, Registry registry, Runnable watch, Consumer<String> notes) {
    this.watch = watch;
    this.neighbours = new Neighbours(settings, registry);
    this.contacts = new ContactProbe(settings, registry);
    this.notes = notes;
  }

  /** Finds all peers for a node that starts; those that are starting as well are among them. */
  CompletableFuture<Peers> findForStart(Executor executor) {
    return find(Set.of(), true, executor);
  }

  /**
   * Finds peers for a member. Neighbours that are starting are left out, because they look for this
   * node themselves.
   *
   * @param present the {@code HOST:PORT} of those that are not looked for
   */
  CompletableFuture<Peers> find(Set<String> present, Executor executor) {
    return find(present, false, executor);
  }

  private CompletableFuture<Peers> find(
      Set<String> present, boolean withStarting, Executor executor) {
    CompletableFuture<List<RegistryEntry>> neighbours =
        CompletableFuture.supplyAsync(() -> neighbours(present, withStarting), executor);
    CompletableFuture<Map<ContactPoint, Finding>> contacts =
        this.contacts
            .probe(contact -> !present.contains(contact.toString()), executor)
            .thenApplyAsync(this::announceNews, executor);
    return neighbours
        .thenCombine(contacts, (near, findings) -> new Peers(near, findings, List.of()))
        .thenCombine(
            formerPeers.find(present, executor),
            (found, former) -> new Peers(found.neighbours(), found.contacts(), former));
  }

  private List<RegistryEntry> neighbours(Set<String> present, boolean withStarting) {
    watch.run();
    return neighbours.read().stream()
        .filter(entry -> !present.contains(entry.address()))
        .filter(entry -> withStarting || entry.isReady())
        .toList();
  }

  /** Tells the user what is wrong with a contact point, once until something else is wrong. */
  private Map<ContactPoint, Finding> announceNews(Map<ContactPoint, Finding> findings) {
    findings.forEach(
        (contact, finding) -> {
          Finding former;
          synchronized (lastFindings) {
            former = lastFindings.put(contact, finding);
          }
          // If a node was there before, the user hears of that node's end instead.
          boolean isKnown = former == finding || (former != null && finding == Finding.NOBODY);
          if (finding != Finding.FINE && !isKnown) {
            String again = finding == Finding.NO_NODE ? "; it is asked again" : "";
            notes.accept(contacts.sentence(contact, finding) + again);
          }
        });
    return findings;
  }

  /** Takes a node that this one is in a cluster with, to be found again when it is no more. */
  public void remember(Address peer) {
    formerPeers.add(peer);
  }

  /** Takes a node that may be in another cluster. */
  void lookFor(Address peer) {
    formerPeers.lookFor(peer);
  }

  /** Forgets a node that has left or is dead. */
  void forget(Address peer) {
    formerPeers.remove(peer);
  }

  /** Returns how often this node has met another since it was started. */
  long meetings() {
    return formerPeers.meetings();
  }

  /**
   * Takes the node whose cluster this one joins next.
   *
   * @param isQuiet whether the ActorSystem that gives way was with no other node
   */
  void prefer(Address peer, boolean isQuiet) {
    formerPeers.prefer(peer);
    this.isQuiet.set(isQuiet);
  }

  /** Whether the last ActorSystem gave way before it was with any other node; true only once. */
  public boolean takeQuiet() {
    return isQuiet.getAndSet(false);
  }

  /** Prefers no node any longer, because this one has joined a cluster. */
  void joined() {
    formerPeers.preferNone();
  }

  /** Returns the node to ask first. */
  Optional<Address> preferred() {
    return formerPeers.preferred();
  }
}
