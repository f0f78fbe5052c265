package chat.moebi.otp.process;

import chat.moebi.otp.function.Invocation;
import chat.moebi.wire.WireMessage;
import java.util.Objects;

/**
 * Asks a node to spawn a process; a {@link Signal.Spawned} answers.
 *
 * @param request comes back in the answer
 * @param parent who asks
 * @param linked the process is linked to its parent from its beginning
 * @param leader the process's group leader
 */
record SpawnRequest(long request, Invocation call, Pid parent, boolean linked, Pid leader)
    implements ProcessRouter.Command, WireMessage {
  /** Checks that nothing is missing. */
  SpawnRequest {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(parent, "parent");
    Objects.requireNonNull(leader, "leader");
  }
}
