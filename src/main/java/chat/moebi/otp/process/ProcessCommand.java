package chat.moebi.otp.process;

/**
 * A message to the actor of a process. Other processes send a {@link Signal}, and actors that a
 * process has asked something send a {@link Reply}.
 */
public interface ProcessCommand {

  /** Ends a process on behalf of its supervisor; the process may trap that exit. */
  record Stop(Pid supervisor, ExitReason reason) implements ProcessCommand {}

  /** Removes the link between a process and its owner on the owner's behalf. */
  record Detach(Pid owner) implements ProcessCommand {}

  /** Runs an action of the actor's own on the thread of the actor. */
  record Run(Runnable action) implements ProcessCommand {}

  /** Confirms to an ended process that the router delivers nothing to it any more. */
  enum Forgotten implements ProcessCommand {
    INSTANCE
  }
}
