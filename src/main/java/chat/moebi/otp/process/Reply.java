package chat.moebi.otp.process;

import chat.moebi.cluster.WireMessage;
import java.util.Objects;

/**
 * Answers a request that an actor got on behalf of a process. The process finds the answer in its
 * mailbox as {@link Received.Replied}.
 *
 * @param request the number that the asker has given the request
 */
public record Reply(long request, Outcome outcome) implements ProcessCommand, WireMessage {
  /** Checks that nothing is missing. */
  public Reply {
    Objects.requireNonNull(outcome, "outcome");
  }
}
