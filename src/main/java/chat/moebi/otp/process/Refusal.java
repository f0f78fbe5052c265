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
 * @param node the node that was asked
 * @param sentence the reason in words for the user
 */
public record Refusal(Kind kind, NodeName node, String sentence) {

  /** Replaces what UTF-8 cannot encode, since the sentence may quote any text that a user typed. */
  public Refusal {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(node, "node");
    sentence = Utf8.encodable(sentence);
  }

  public enum Kind {
    /** There is no such node, or it cannot be reached. */
    NO_CONNECTION,
    /** No answer came in time: the request may have been carried out, or may be later. */
    NO_ANSWER,
    /** The node or the mailbox is full, or too much is on its way to the node. */
    BUSY,
    /** There is no such process. */
    NO_PROCESS,
    /** The node has no function of that name. */
    UNKNOWN_FUNCTION,
    /** The function cannot take these arguments. */
    BAD_ARGUMENTS,
    /** The node has no task supervisor of that name. */
    NO_SUPERVISOR,
    /** The task supervisor runs its maximum of tasks. */
    MAX_CHILDREN
  }

  public static Refusal noConnection(NodeName node) {
    return new Refusal(Kind.NO_CONNECTION, node, ErrorMessages.noConnection(node));
  }

  public static Refusal noAnswer(NodeName node, Duration timeout) {
    return new Refusal(Kind.NO_ANSWER, node, ErrorMessages.noAnswer(node, timeout));
  }

  public static Refusal busy(NodeName node) {
    return new Refusal(Kind.BUSY, node, ErrorMessages.busy(node));
  }

  public static Refusal noProcess(Pid pid) {
    return new Refusal(Kind.NO_PROCESS, pid.node(), "no process " + pid);
  }

  public static Refusal unknownFunction(NodeName node, String function, Collection<String> known) {
    String functions = String.join(", ", known);
    String sentence = "%s has no function %s; it has: %s".formatted(node, function, functions);
    return new Refusal(Kind.UNKNOWN_FUNCTION, node, sentence);
  }

  public static Refusal badArguments(NodeName node, String sentence) {
    return new Refusal(Kind.BAD_ARGUMENTS, node, sentence);
  }

  public static Refusal noSupervisor(NodeName node, String supervisor) {
    String sentence = node + " has no task supervisor called " + supervisor;
    return new Refusal(Kind.NO_SUPERVISOR, node, sentence);
  }

  public static Refusal maxChildren(NodeName node, String supervisor, int max) {
    String sentence =
        "the task supervisor %s of %s runs as many tasks as it may: %d"
            .formatted(supervisor, node, max);
    return new Refusal(Kind.MAX_CHILDREN, node, sentence);
  }
}
