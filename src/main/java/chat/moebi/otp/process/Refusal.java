package chat.moebi.otp.process;

import chat.moebi.cluster.Utf8;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;

/**
 * The reason why nothing was spawned, started or put into a mailbox.
 *
 * @param kind what kind of refusal it is
 * @param node the node that was asked
 * @param sentence says it in words for the user
 */
public record Refusal(Kind kind, NodeName node, String sentence) {

  /** Replaces what cannot cross nodes in the sentence, which may quote anything. */
  public Refusal {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(sentence, "sentence");
    sentence = Utf8.encodable(sentence);
  }

  /** The kinds of refusals. */
  public enum Kind {
    /** There is no such node, or it cannot be reached. */
    NO_CONNECTION,
    /** No answer came in time: it may have happened, or may still happen. */
    NO_ANSWER,
    /** The node, or the mailbox, holds as much as it may. */
    BUSY,
    /** There is no such process. */
    NO_PROCESS,
    /** The node has no function of that name. */
    UNKNOWN_FUNCTION,
    /** The function cannot take these arguments. */
    BAD_ARGUMENTS,
    /** The node has no task supervisor of that name. */
    NO_SUPERVISOR,
    /** The task supervisor runs as many tasks as it may. */
    MAX_CHILDREN
  }

  /** There is no such node, or it cannot be reached. */
  public static Refusal noConnection(NodeName node) {
    return new Refusal(Kind.NO_CONNECTION, node, ErrorMessages.noConnection(node));
  }

  /** No answer came in time. */
  public static Refusal noAnswer(NodeName node, Duration timeout) {
    return new Refusal(Kind.NO_ANSWER, node, ErrorMessages.noAnswer(node, timeout));
  }

  /** The node, or the mailbox, holds as much as it may. */
  public static Refusal busy(NodeName node) {
    return new Refusal(Kind.BUSY, node, ErrorMessages.busy(node));
  }

  /** There is no such process. */
  public static Refusal noProcess(Pid pid) {
    return new Refusal(Kind.NO_PROCESS, pid.node(), "no process " + pid);
  }

  /** The node has no function of that name. */
  public static Refusal unknownFunction(NodeName node, String function, Collection<String> known) {
    return new Refusal(
        Kind.UNKNOWN_FUNCTION,
        node,
        node + " has no function " + function + "; it has: " + String.join(", ", known));
  }

  /** The function cannot take these arguments. */
  public static Refusal badArguments(NodeName node, String sentence) {
    return new Refusal(Kind.BAD_ARGUMENTS, node, sentence);
  }

  /** The node has no task supervisor of that name. */
  public static Refusal noSupervisor(NodeName node, String supervisor) {
    return new Refusal(
        Kind.NO_SUPERVISOR, node, node + " has no task supervisor called " + supervisor);
  }

  /** The task supervisor runs as many tasks as it may. */
  public static Refusal maxChildren(NodeName node, String supervisor, int max) {
    return new Refusal(
        Kind.MAX_CHILDREN,
        node,
        "the task supervisor "
            + supervisor
            + " of "
            + node
            + " runs as many tasks as it may: "
            + max);
  }
}
