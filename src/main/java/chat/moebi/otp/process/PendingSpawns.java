package chat.moebi.otp.process;

import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.name.NodeName;
import chat.moebi.otp.process.RouterCommand.SpawnAt;
import chat.moebi.otp.process.RouterCommand.SpawnRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The spawn requests of a process that are not answered yet. */
final class PendingSpawns {

  private final ActorContext<ProcessCommand> context;
  private final ProcessRuntime runtime;
  private final Set<Long> pending = new HashSet<>(2);

  PendingSpawns(ActorContext<ProcessCommand> context, ProcessRuntime runtime) {
    this.context = context;
    this.runtime = runtime;
  }

  /** Sends a request; the process gets an answer in any case, if need be that none came in time. */
  void add(NodeName node, SpawnRequest request) {
    runtime.router().tell(new SpawnAt(node, request));
    pending.add(request.request());
    Duration timeout = runtime.settings().answerTimeout();
    context.scheduleOnce(
        timeout,
        context.getSelf(),
        new Signal.Spawned(
            request.parent(),
            runtime.nodePid(),
            request.request(),
            Refusal.noAnswer(node, timeout)));
  }

  /** Takes an answer; returns whether it is the first to its request. */
  boolean remove(Signal.Spawned answer) {
    return pending.remove(answer.request());
  }
}
