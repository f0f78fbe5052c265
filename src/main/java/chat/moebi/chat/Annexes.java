package chat.moebi.chat;

import akka.actor.ActorPaths;
import chat.moebi.cluster.Joining;
import chat.moebi.cluster.Membership;
import chat.moebi.cluster.Merging;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The annexes of a chat, which outlive each of its ActorSystems. Thread-safe. */
final class Annexes {

  private static final Logger LOG = LoggerFactory.getLogger(Annexes.class);

  /** The actors that the guardian spawns besides the annexes. */
  private static final Set<String> RESERVED =
      Set.of(
          Membership.ACTOR,
          Joining.ACTOR,
          Merging.ACTOR,
          MessageSender.ACTOR,
          ChatSupervisor.ACTOR);

  /** Each annex, and its first start. */
  private final Map<Annex<?>, CompletableFuture<Void>> annexes = new LinkedHashMap<>();

  private Consumer<Annex<?>> guardian = annex -> {};
  private boolean hasEnded;

  /**
   * Takes the annexes that a chat starts with.
   *
   * @throws IllegalArgumentException if no actor can have the name of an annex, or another one has
   */
  Annexes(Collection<Annex<?>> annexes) {
    annexes.forEach(this::put);
  }

  /**
   * Hands all annexes to the guardian of a new ActorSystem.
   *
   * @param guardian spawns those that are added from now on
   */
  synchronized List<Annex<?>> handTo(Consumer<Annex<?>> guardian) {
    this.guardian = guardian;
    return List.copyOf(annexes.keySet());
  }

  /** Marks an annex as started. */
  void started(Annex<?> annex) {
    startOf(annex).complete(null);
  }

  /**
   * Returns the annex of a type, and adds it if there is none. The method blocks until the actor of
   * the annex has started, so the threads of actors must not call it.
   *
   * @throws IllegalArgumentException if no actor can have the name of the annex, or another one has
   * @throws IllegalStateException if the node was closed before the actor could start
   */
  <A extends Annex<?>> A get(Class<A> type, Supplier<A> create) {
    A annex = find(type, create);
    try {
      startOf(annex).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the node was closed", e.getCause());
    }
    return annex;
  }

  /** The ActorSystem ends. */
  void systemEnded() {
    all().forEach(Annexes::systemEnded);
  }

  private static void systemEnded(Annex<?> annex) {
    try {
      annex.systemEnded();
    } catch (RuntimeException | Error e) { // The other annexes have to learn of the end as well.
      LOG.error("the annex {} failed at the end of its ActorSystem", annex.name(), e);
    }
  }

  /** The node was closed. */
  void end() {
    synchronized (this) {
      hasEnded = true;
    }
    systemEnded();
    all().forEach(this::failUnlessStarted);
  }

  private synchronized <A extends Annex<?>> A find(Class<A> type, Supplier<A> create) {
    Optional<A> present =
        annexes.keySet().stream().filter(type::isInstance).map(type::cast).findFirst();
    return present.orElseGet(() -> add(create.get()));
  }

  private <A extends Annex<?>> A add(A annex) {
    put(annex);
    guardian.accept(annex);
    if (hasEnded) {
      failUnlessStarted(annex);
    }
    return annex;
  }

  private synchronized void put(Annex<?> annex) {
    String name = annex.name();
    if (!ActorPaths.isValidPathElement(name)) {
      throw badName("no actor can be called", name);
    }
    if (RESERVED.contains(name) || annexes.keySet().stream().anyMatch(a -> a.name().equals(name))) {
      throw badName("the chat has an actor called", name);
    }
    annexes.put(annex, new CompletableFuture<>());
  }

  private static IllegalArgumentException badName(String problem, String name) {
    return new IllegalArgumentException(problem + " \"" + name + "\"; give the annex another name");
  }

  private void failUnlessStarted(Annex<?> annex) {
    startOf(annex).completeExceptionally(new IllegalStateException("the node was closed"));
  }

  private synchronized CompletableFuture<Void> startOf(Annex<?> annex) {
    return annexes.get(annex);
  }

  private synchronized List<Annex<?>> all() {
    return List.copyOf(annexes.keySet());
  }
}
