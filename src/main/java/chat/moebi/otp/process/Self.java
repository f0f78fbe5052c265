package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.ActorFinder;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Io;
import chat.moebi.otp.function.Terms;

/**
 * A process as its own function sees it. Only the steps of that function may use it, never another
 * thread.
 *
 * <p>Messages from one process to another arrive in order, or, where a node or the network fails,
 * not at all.
 */
public interface Self extends Io {

  /** Returns this process's pid. */
  Pid pid();

  /** Writes a line to the group leader; the process does not end before the line is written. */
  @Override
  void print(String line);

  /**
   * Puts a record or a text into a process's mailbox. As in Erlang, the sender does not learn
   * whether the process exists and can be reached.
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

  /** Removes a link; no exit comes from it afterwards. */
  void unlink(Pid other);

  /**
   * Monitors a process: a {@link Received.Down} comes when the process ends or cannot be reached
   * any more.
   *
   * @return the number of the monitor, which is in that message
   */
  long monitor(Pid other);

  /** Ends a monitor; no message comes from it afterwards. */
  void demonitor(long monitor);

  /**
   * Tells a process to end. {@code kill} cannot be trapped; {@code normal} ends only this process
   * itself.
   */
  void exit(Pid to, ExitReason reason);

  /** Receives exits of linked processes as messages from now on, instead of ending with them. */
  void trapExits(boolean traps);

  /**
   * Spawns a process on a node, with the group leader of this process.
   *
   * @return the number of the request: a {@link Received.Spawned} with that number, and the pid or
   *     a refusal, comes within {@code chat.send-timeout}
   * @throws IllegalArgumentException if the arguments are too long
   */
  long spawn(NodeName node, Call<?> call);

  /** Spawns a process that is linked to this one from its beginning; see {@link #spawn}. */
  long spawnLink(NodeName node, Call<?> call);

  /** Finds the actors of other nodes. */
  ActorFinder actors();

  /** Returns the actor that gets the replies to requests on behalf of this process. */
  ActorRef<Reply> replies();

  /** Drops the reply to a request, whether it has come or not. */
  void forget(long request);

  /** Returns the writer and reader of values that cross nodes. */
  Terms terms();
}
