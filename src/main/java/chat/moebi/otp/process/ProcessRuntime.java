package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.node.ActorFinder;
import chat.moebi.node.NodeName;
import chat.moebi.node.Supervision;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Terms;
import chat.moebi.output.OutputWriter;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Is a node as its processes need it; one an ActorSystem, shared by all that runs there.
 *
 * @param node its name
 * @param incarnation tells this start from the next
 * @param functions what can be run here
 * @param terms writes and reads what crosses nodes
 * @param actors finds other nodes
 * @param processes passes signals on
 * @param writer writes to this node's output
 * @param blocking runs {@code BlockingFunction}s, on a bounded number of threads
 * @param lastNumber the number of the last pid that was given
 * @param leader stands for this node's output, as a group leader; nobody can guess its number, so
 *     only processes that have this leader print here
 */
public record ProcessRuntime(
    NodeName node,
    long incarnation,
    ProcessSettings settings,
    Functions functions,
    Terms terms,
    ActorFinder actors,
    ActorRef<ProcessRouter.Command> processes,
    OutputWriter writer,
    Executor blocking,
    AtomicLong lastNumber,
    Pid leader) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Is where functions run: for as long as they like, and nothing else waits for them. */
  public static final DispatcherSelector APART =
      DispatcherSelector.fromConfig("chat.process-dispatcher");

  private static final DispatcherSelector BLOCKING =
      DispatcherSelector.fromConfig("chat.function-dispatcher");

  /** Starts what runs processes, as a child of an actor. */
  public static ProcessRuntime start(
      ActorContext<?> guardian,
      NodeName node,
      long incarnation,
      ProcessSettings settings,
      Functions functions,
      ActorFinder actors,
      OutputWriter writer) {
    ActorSystem<?> system = guardian.getSystem();
    ProcessRuntime host =
        new ProcessRuntime(
            node,
            incarnation,
            settings,
            functions,
            Terms.of(system),
            actors,
            null,
            writer,
            system.dispatchers().lookup(BLOCKING),
            new AtomicLong(),
            new Pid(node, RANDOM.nextLong(Long.MIN_VALUE, Pid.NODE), incarnation));
    // With what it knows, whatever a peer sends: without it no process could be reached.
    return host.with(
        Supervision.resuming(guardian, ProcessRouter.create(host::with), ProcessRouter.ACTOR));
  }

  /** Gives a new process its pid. */
  Pid newPid() {
    return pid(lastNumber.incrementAndGet());
  }

  /** Returns the pid that stands for this node, where no process does. */
  public Pid nodePid() {
    return pid(Pid.NODE);
  }

  /** Tells whether a pid is of this node, and of this start of it. */
  boolean isHere(Pid pid) {
    return pid.incarnation() == incarnation && pid.node().equals(node);
  }

  Pid pid(long number) {
    return new Pid(node, number, incarnation);
  }

  private ProcessRuntime with(ActorRef<ProcessRouter.Command> passesOn) {
    return new ProcessRuntime(
        node,
        incarnation,
        settings,
        functions,
        terms,
        actors,
        passesOn,
        writer,
        blocking,
        lastNumber,
        leader);
  }
}
