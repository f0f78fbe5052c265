package chat.moebi.node;

import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeName;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the registry about the nodes of this host, on a thread that may block. Thread-safe. */
record RegisteredNodes(Registry registry, Credentials credentials) {

  private static final Logger LOG = LoggerFactory.getLogger(RegisteredNodes.class);

  CompletionStage<Boolean> hasDifferentCookie(NodeName other) {
    return count(entry -> entry.name().equals(other) && !matches(entry)).thenApply(n -> n > 0);
  }

  CompletionStage<Long> countOfDifferentCookie() {
    return count(entry -> !matches(entry));
  }

  CompletionStage<Boolean> isStarting(NodeName other) {
    return count(entry -> entry.name().equals(other) && !entry.isReady() && matches(entry))
        .thenApply(n -> n > 0);
  }

  private CompletionStage<Long> count(Predicate<RegistryEntry> condition) {
    return registry
        .read()
        .handle(
            (entries, failure) -> {
              if (failure != null) {
                LOG.warn("cannot read the registry: {}", failure.getMessage());
                return 0L;
              }
              return entries.stream().filter(condition).count();
            });
  }

  private boolean matches(RegistryEntry entry) {
    return credentials.matches(entry.cookies());
  }
}
