package chat.moebi.process;

import akka.actor.typed.ActorRef;
import chat.moebi.function.Invocation;
import chat.moebi.wire.WireMessage;

/**
 * Asks a node to spawn a process.
 *
 * @param request comes back in the {@link Answer}
 * @param parent who asks
 * @param linked the process is linked to its parent from its beginning
 * @param leader the process's group leader
 */
record SpawnRequest(
    long request, Invocation call, Pid parent, boolean linked, Pid leader, ActorRef<Answer> replyTo)
    implements Processes.Command, WireMessage {

  /**
   * Answers it.
   *
   * @param pid the new process; null if there is none
   * @param refusal why there is none; null if there is one
   */
  record Answer(long request, Pid pid, Refusal refusal)
      implements ProcessActor.Command, WireMessage {

    SpawnResult result() {
      return refusal == null ? new SpawnResult.Spawned(pid) : new SpawnResult.NotSpawned(refusal);
    }
  }
}
