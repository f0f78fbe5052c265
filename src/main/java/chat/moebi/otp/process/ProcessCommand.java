package chat.moebi.otp.process;

/**
 * A message to the actor of a process. Other processes send a {@link Signal}, actors that a process
 * has asked something send a {@link Reply}, and the parts of the actor send it messages of their
 * own.
 */
public interface ProcessCommand {

  /** Tells a process that its supervisor wants it to end; the process may trap that exit. */
  record Stop(Pid supervisor, ExitReason reason) implements ProcessCommand {}

  /** Removes the link between a process and its owner on the owner's behalf. */
  record Detach(Pid owner) implements ProcessCommand {}

  /** Tells an ended process that the router delivers nothing to it any more. */
  enum Forgotten implements ProcessCommand {
    INSTANCE
  }
}
