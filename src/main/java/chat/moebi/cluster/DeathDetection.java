package chat.moebi.cluster;

import akka.actor.typed.DispatcherSelector;
import chat.moebi.cluster.AwakeTime.Stopwatch;
import chat.moebi.cluster.MembershipProtocol.Command;
import chat.moebi.cluster.MembershipProtocol.Gone;
import chat.moebi.cluster.PortCheck.Answer;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Finds out which suspected nodes are dead. The registry knows it of the nodes of this registry;
 * the port of any other dead node refuses connections. The checks run outside the actor, one of the
 * registry and one of each silent node's port at a time, and end with a {@link Result} to it.
 */
final class DeathDetection {

  /** A check has ended; the actor runs the handler. */
  record Result(Runnable handler) implements Command {}

  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  /** How long a node of this registry must be silent until its port is checked as well. */
  private static final Duration NEIGHBOUR_SILENCE = Duration.ofSeconds(5);

  private final MembershipContext context;
  private final Departures departures;
  private final Executor blocking;
  private final Stopwatch lastCheck;
  private boolean isChecking;

  /** The registry cannot be read: its directory may have been removed when the user logged out. */
  private boolean isRegistryOut;

  DeathDetection(MembershipContext context, Departures departures) {
    this.context = context;
    this.departures = departures;
    this.blocking = context.actor().getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    this.lastCheck = context.time().stopwatch();
    lastCheck.start();
  }

  /** Checks the registry, unless it was checked just now. */
  void checkRegistry() {
    if (lastCheck.isOver(CHECK_INTERVAL)) {
      checkRegistryNow();
    }
  }

  /** Checks all suspects in one reading: in a large cluster every node checks every other one. */
  void checkRegistryNow() {
    Map<Long, NodeName> suspects =
        context.nodes().values().stream()
            .filter(this::isSuspect)
            .collect(Collectors.toMap(node -> node.incarnation, node -> node.name));
    if (!suspects.isEmpty() && !isChecking) {
      isChecking = true;
      lastCheck.start();
      handle(readDead(suspects), this::onRegistryChecked);
    }
  }

  /** Downs a silent node that is to be given up, and otherwise checks its port. */
  void check(KnownNode silent) {
    if (silent.isGone() || silent.isSilentFor(context.settings().forgetAfter())) {
      departures.down(silent); // Nothing else removes a node that fell silent while leaving.
    } else if ((isPortDecisive(silent) || silent.isSilentFor(NEIGHBOUR_SILENCE))
        && silent.freshConnection.beginCheck(context.spread(CHECK_INTERVAL))) {
      handle(
          CompletableFuture.supplyAsync(
              () -> PortCheck.withHandshake(silent.address, context.settings().credentials()),
              blocking),
          (answer, failure) -> onPortChecked(silent, failure == null ? answer : Answer.OPEN));
    }
  }

  /** Finds out whether a node that was downed is dead; until then it is only gone. */
  void checkDowned(KnownNode node) {
    node.downed.startIfStopped();
    if (node.isGone()) {
      return;
    }
    departures.exclude(node);
    if (isOfThisRegistry(node)) {
      handle(
          readDead(Map.of(node.incarnation, node.name)),
          (dead, failure) -> {
            if (failure == null && !dead.isEmpty()) {
              departures.died(node);
            } else {
              departures.removed(node);
            }
          });
    } else {
      departures.removed(node);
    }
  }

  /** Handles the answer of the node that has the address of a dead one now. */
  void onGone(Gone message) {
    KnownNode node = context.nodes().get(message.incarnation());
    if (node != null && node.suspected.isRunning()) {
      departures.died(node);
      context.node().discovery().lookFor(node.address);
    }
  }

  private void onRegistryChecked(Set<Long> dead, Throwable failure) {
    isChecking = false;
    boolean wasOut = isRegistryOut;
    isRegistryOut = failure != null;
    if (!isRegistryOut) {
      context.nodes().values().stream()
          .filter(node -> dead.contains(node.incarnation) && isSuspect(node))
          .forEach(departures::died);
    } else if (!wasOut) {
      context.actor().getLog().warn("cannot ask who lives: {}", failure.getMessage());
    }
  }

  private void onPortChecked(KnownNode node, Answer answer) {
    node.freshConnection.endCheck();
    if (node.isGone() || !node.isSilent()) {
      return;
    }
    if (answer == Answer.REFUSED) {
      if (isPortDecisive(node)) {
        departures.died(node);
      }
    } else if (node.freshConnection.replaces(answer)) {
      context.actor().getLog().info("{} answers over a new connection; connecting anew", node.name);
      context.node().outbound().cut(PeerAddress.hostAndPort(node.address));
    }
  }

  private <T> void handle(CompletableFuture<T> check, BiConsumer<T, Throwable> handler) {
    context
        .actor()
        .pipeToSelf(check, (result, failure) -> new Result(() -> handler.accept(result, failure)));
  }

  private CompletableFuture<Set<Long>> readDead(Map<Long, NodeName> suspects) {
    return CompletableFuture.supplyAsync(() -> context.node().registry().dead(suspects), blocking);
  }

  private boolean isSuspect(KnownNode node) {
    return isOfThisRegistry(node)
        && !node.isGone()
        && (node.suspected.isRunning() || node.isContested());
  }

  private boolean isOfThisRegistry(KnownNode node) {
    return node.member != null
        && Members.areOfOneRegistry(node.member, context.cluster().selfMember());
  }

  // The registry knows better whether a node of this registry is dead.
  private boolean isPortDecisive(KnownNode node) {
    return !isOfThisRegistry(node) || isRegistryOut;
  }
}
