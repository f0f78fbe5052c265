package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import chat.moebi.node.ActorFinder;
import chat.moebi.node.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Io;
import chat.moebi.otp.function.Terms;

/**
 * Is a process as its own function sees it. To be used in that function's steps only, never from
 * another thread.
 *
 * <p>What is sent from one process to another arrives in order, or, where a node or the network
 * fails, not at all.
 */
public interface Self extends Io {

  /** Returns this process's pid. */
  Pid pid();

  /** Writes a line to the group leader; the process does not end before it was written. */
  @Override
  void print(String line);

  /**
   * Puts a record or a text into a process's mailbox. As in Erlang, nobody is told if there is no
   * such process, or it cannot be reached.
   *
   * @throws IllegalArgumentException if it is too long
   */
  void send(Pid to, Object message);

  /**
   * Links this process and another one, both ways: when one ends with a reason other than {@code
   * normal}, so does the other, unless it {@linkplain #trapExits traps exits}. If there is no such
   * process, the reason is {@code noproc}, if it cannot be reached, {@code noconnection}.
   */
  void link(Pid other);

  /** Removes a link; afterwards no exit comes from it. */
  void unlink(Pid other);

  /**
   * Watches a process: a {@link Received.Down} comes when it ends or cannot be reached any more.
   *
   * @return the monitor, which is a part of that message
   */
  long monitor(Pid other);

  /** Ends a monitor; afterwards no message comes from it. */
  void demonitor(long monitor);

  /**
   * Tells a process to end. {@code kill} cannot be trapped; {@code normal} ends nobody but this
   * process itself.
   */
  void exit(Pid to, ExitReason reason);

  /** Receives exits of linked processes as messages from now on, instead of ending with them. */
  void trapExits(boolean traps);

  /**
   * Spawns a process on a node. Its group leader is this one's.
   *
   * @return the request: a {@link Received.Spawned} with the pid, or the refusal, bears it; it
   *     comes within {@code chat.send-timeout}
   * @throws IllegalArgumentException if the arguments are too long
   */
  long spawn(NodeName node, Call<?> call);

  /** Spawns a process on a node, linked to this one from its beginning; see {@link #spawn}. */
  long spawnLink(NodeName node, Call<?> call);

  /** Finds the actors of other nodes. */
  ActorFinder actors();

  /** Returns where actors answer what was asked on behalf of this process. */
  ActorRef<Reply> replies();

  /** Drops the reply to a request, be it in the mailbox or still to come. */
  void forget(long request);

  /** Writes and reads what crosses nodes. */
  Terms terms();
}
