package chat.moebi.otp.process;

import chat.moebi.cluster.WireMessage;

/**
 * Answers a request that an actor got on behalf of a process. The process finds the answer in its
 * mailbox as {@link Received.Replied}.
 *
 * @param request the number that the asker gave the request
 */
public record Reply(long request, Outcome outcome) implements ProcessCommand, WireMessage {
  public Reply {
    WireMessage.require(outcome);
  }
}
