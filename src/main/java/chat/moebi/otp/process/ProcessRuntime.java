package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import chat.moebi.chat.Annex.Environment;
import chat.moebi.cluster.ActorFinder;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Terms;
import chat.moebi.output.OutputWriter;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The objects that the processes of a node share; one instance for each ActorSystem.
 *
 * @param node the name of the node
 * @param incarnation tells this start of the node from the next
 * @param functions the functions that the node knows
 * @param terms writes and reads values that cross nodes
 * @param actors finds the actors of other nodes
 * @param router passes signals on
 * @param writer writes to the output of the node
 * @param blocking runs {@code BlockingFunction}s, on a bounded number of threads
 * @param lastNumber the number of the newest pid
 * @param leader the pid that stands for the output of the node, as a group leader; its number
 *     cannot be guessed, so only processes that have this leader print here
 */
public record ProcessRuntime(
    NodeName node,
    long incarnation,
    ProcessSettings settings,
    Functions functions,
    Terms terms,
    ActorFinder actors,
    ActorRef<RouterCommand> router,
    OutputWriter writer,
    Executor blocking,
    AtomicLong lastNumber,
    Pid leader) {

  /** The name of the actor under the user guardian that is the parent of the router. */
  public static final String ANNEX = "otp";

  static final String ROUTER = "processes";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Threads for functions only, so a step that takes long delays nothing else. */
  public static final DispatcherSelector APART =
      DispatcherSelector.fromConfig("chat.process-dispatcher");

  private static final DispatcherSelector BLOCKING =
      DispatcherSelector.fromConfig("chat.function-dispatcher");

  /** Returns the runtime of a node as soon as its router is known. */
  static Function<ActorRef<RouterCommand>, ProcessRuntime> create(
      ActorSystem<?> system,
      Environment environment,
      ProcessSettings settings,
      Functions functions) {
    NodeName node = environment.node();
    long incarnation = environment.incarnation();
    Pid leader = new Pid(node, RANDOM.nextLong(Long.MIN_VALUE, Pid.NODE), incarnation);
    AtomicLong lastNumber = new AtomicLong();
    return router ->
        new ProcessRuntime(
            node,
            incarnation,
            settings,
            functions,
            Terms.of(system),
            environment.actors(),
            router,
            environment.writer(),
            system.dispatchers().lookup(BLOCKING),
            lastNumber,
            leader);
  }

  /** Returns the router of a node, unless there is no connection to the node. */
  Optional<ActorRef<RouterCommand>> router(NodeName other) {
    // The view does not name this node before the node is ready.
    return other.equals(node) ? Optional.of(router) : find(other).map(Found::actor);
  }

  /** Returns the router of the start of a node that a pid belongs to, if that can be reached. */
  Optional<ActorRef<RouterCommand>> router(Pid pid) {
    return find(pid.node())
        .filter(found -> found.incarnation() == pid.incarnation())
        .map(Found::actor);
  }

  private Optional<Found<RouterCommand>> find(NodeName other) {
    return actors.find(other, ANNEX + "/" + ROUTER);
  }

  Pid newPid() {
    return pid(lastNumber.incrementAndGet());
  }

  /**
   * Returns the pid of a process. A process without a pid gets one now, and the router learns of
   * it: most tasks never need one.
   */
  public Pid pid(ProcessStatus status, ActorRef<ProcessCommand> process) {
    return status.pid(
        this::newPid, pid -> router.tell(new RouterCommand.Born(pid.number(), process, status)));
  }

  /** Returns the pid that stands for this node, not for a process. */
  public Pid nodePid() {
    return pid(Pid.NODE);
  }

  /** Whether a pid belongs to this start of this node. */
  boolean isHere(Pid pid) {
    return pid.incarnation() == incarnation && pid.node().equals(node);
  }

  Pid pid(long number) {
    return new Pid(node, number, incarnation);
  }
}
