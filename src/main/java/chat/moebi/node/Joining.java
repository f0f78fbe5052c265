package chat.moebi.node;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.japi.function.Function;
import chat.moebi.node.Directory.AskToJoin;
import chat.moebi.node.Directory.JoinAnswer;
import chat.moebi.node.Directory.NameTaken;
import chat.moebi.node.Directory.WhenReady;
import chat.moebi.node.NodeException.Reason;
import chat.moebi.node.Registry.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings a node that has just started into the cluster of the user's nodes on this host, or forms
 * one when it is the first.
 *
 * <p>One node of a registry at a time does this, until it is ready: so two that start at the same
 * instant end in one cluster, and the second finds the first among the members.
 */
final class Joining {

  private static final Duration ONE_ASK = Duration.ofSeconds(1);
  private static final Duration ONE_ROUND = Duration.ofSeconds(3);

  private final Settings settings;
  private final Registry registry;
  private final Claim claim;
  private final ActorSystem<Void> system;
  private final ActorRef<Directory.Command> directory;
  private final Member self;
  private long deadline;
  private String problem = "there was no time to join";

  Joining(
      Settings settings,
      Registry registry,
      Claim claim,
      ActorSystem<Void> system,
      ActorRef<Directory.Command> directory) {
    this.settings = settings;
    this.registry = registry;
    this.claim = claim;
    this.system = system;
    this.directory = directory;
    this.self = Cluster.get(system).selfMember();
  }

  /**
   * Returns when the node is ready.
   *
   * @throws NodeException with a sentence for the user
   */
  void run() {
    LockFile turn = registry.lockJoining(settings.turnTimeout());
    try {
      deadline = System.nanoTime() + settings.joinTimeout().toNanos();
      // Before it joins: who admits it looks here to see that a former bearer of its name is dead.
      claim.publish(self.uniqueAddress().longUid(), hostAndPort());
      boolean ready = false;
      // Anew in each round, since whoever admitted it may be leaving, or have died.
      while (!ready && !left().isZero()) {
        ready = join() && isReadyWithin(min(ONE_ROUND, left()));
      }
      if (!ready) {
        throw new NodeException(Reason.FAILED, problem + "; end it, or try again");
      }
    } finally {
      turn.close();
    }
  }

  /** Joins another node, or itself if there is none; false if none admits it now. */
  private boolean join() {
    List<RegistryEntry> others =
        registry.entries().stream()
            .filter(e -> !e.name().equals(settings.name()) && !e.isStarting())
            .toList();
    Optional<Address> contact =
        others.isEmpty()
            ? Optional.of(self.address())
            : others.stream().map(this::admission).flatMap(Optional::stream).findFirst();
    contact.ifPresent(address -> Cluster.get(system).manager().tell(Join.create(address)));
    return contact.isPresent();
  }

  private Optional<Address> admission(RegistryEntry other) {
    Address address = AddressFromURIString.parse("akka://" + Node.SYSTEM + "@" + other.address());
    ActorRef<Directory.Command> contact =
        ActorRefResolver.get(system).resolveActorRef(address + "/user/" + Directory.ACTOR);
    problem = other.name() + " (pid " + other.pid() + ") does not answer";
    Optional<JoinAnswer> answer =
        ask(
            contact,
            replyTo -> new AskToJoin(settings.name(), self.uniqueAddress().longUid(), replyTo),
            min(ONE_ASK, left()));
    if (answer.isPresent() && answer.get() instanceof NameTaken taken) {
      throw new NodeException(
          Reason.NAME_TAKEN, taken.name() + " is already running; choose another --name");
    }
    return answer.map(welcome -> address);
  }

  private boolean isReadyWithin(Duration limit) {
    problem =
        "not ready within "
            + settings.joinTimeout().toSeconds()
            + " s: another node has not answered (its log may tell which)";
    return ask(directory, WhenReady::new, limit).isPresent();
  }

  private <M, A> Optional<A> ask(
      ActorRef<M> actor, Function<ActorRef<A>, M> question, Duration limit) {
    try {
      return Optional.of(
          AskPattern.ask(actor, question, limit, system.scheduler())
              .toCompletableFuture()
              .get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(Reason.FAILED, "interrupted while starting", e);
    }
  }

  private String hostAndPort() {
    String text = self.address().hostPort();
    return text.substring(text.indexOf('@') + 1);
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
