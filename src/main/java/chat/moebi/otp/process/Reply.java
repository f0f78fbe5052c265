package chat.moebi.otp.process;

import chat.moebi.wire.WireMessage;
import java.util.Objects;

/**
 * Answers what was asked on behalf of a process: it finds it in its mailbox as {@link
 * Received.Replied}.
 *
 * @param request chosen by whoever asked
 */
public record Reply(long request, Outcome outcome) implements ProcessActor.Command, WireMessage {
  /** Checks that nothing is missing. */
  public Reply {
    Objects.requireNonNull(outcome, "outcome");
  }
}
