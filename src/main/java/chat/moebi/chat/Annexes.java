package chat.moebi.chat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The annexes of a chat, which outlive each of its ActorSystems. Thread-safe. */
final class Annexes {

  /** Each annex, and its first start. */
  private final Map<Annex<?>, CompletableFuture<Void>> annexes = new LinkedHashMap<>();

  private Consumer<Annex<?>> guardian = annex -> {};
  private boolean hasEnded;

  Annexes(Collection<Annex<?>> annexes) {
    annexes.forEach(annex -> this.annexes.put(annex, new CompletableFuture<>()));
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

  /** The actor of an annex has started. */
  void started(Annex<?> annex) {
    startOf(annex).complete(null);
  }

  /**
   * Returns the annex of a type, which is added if there is none, and waits for its actor.
   *
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
    all().forEach(Annex::systemEnded);
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
    annexes.put(annex, new CompletableFuture<>());
    guardian.accept(annex);
    if (hasEnded) {
      failUnlessStarted(annex);
    }
    return annex;
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
