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

/**
 * What the processes of a node share; one for each ActorSystem.
 *
 * @param node the name of the node
 * @param incarnation tells this start of the node from the next
 * @param functions the functions that the node knows
 * @param terms writes and reads values that cross nodes
 * @param actors finds the actors of other nodes
 * @param router passes signals on; see {@link ProcessRouter#start}
 * @param writer writes to the output of the node
 * @param blocking runs {@code BlockingFunction}s, on a bounded number of threads
 * @param lastNumber the number of the newest pid
 * @param leader the pid that stands for the output of the node, as a group leader; nobody can guess
 *     its number, so only processes that have this leader print here
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

  /** The name of the actor under the user guardian that is the parent of all these actors. */
  public static final String ANNEX = "otp";

  /** The name of the router under that parent. */
  static final String ROUTER = "processes";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** The threads on which functions run as long as they like: nothing else waits for them. */
  public static final DispatcherSelector APART =
      DispatcherSelector.fromConfig("chat.process-dispatcher");

  private static final DispatcherSelector BLOCKING =
      DispatcherSelector.fromConfig("chat.function-dispatcher");

  /** Creates a runtime that has no router yet. */
  public static ProcessRuntime create(
      ActorSystem<?> system,
      Environment environment,
      ProcessSettings settings,
      Functions functions) {
    NodeName node = environment.node();
    long incarnation = environment.incarnation();
    return new ProcessRuntime(
        node,
        incarnation,
        settings,
        functions,
        Terms.of(system),
        environment.actors(),
        null,
        environment.writer(),
        system.dispatchers().lookup(BLOCKING),
        new AtomicLong(),
        new Pid(node, RANDOM.nextLong(Long.MIN_VALUE, Pid.NODE), incarnation));
  }

  /** Returns the same runtime with a router. */
  ProcessRuntime with(ActorRef<RouterCommand> newRouter) {
    return new ProcessRuntime(
        node,
        incarnation,
        settings,
        functions,
        terms,
        actors,
        newRouter,
        writer,
        blocking,
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

  /** Returns a new pid. */
  Pid newPid() {
    return pid(lastNumber.incrementAndGet());
  }

  /**
   * Returns the pid of a process. A process that has none gets one, and the router learns of it:
   * most tasks are never addressed.
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
