package chat.moebi.name;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Sentences for what can go wrong with a node. */
public final class ErrorMessages {

  private ErrorMessages() {}

  /** For a node that does not exist or cannot be reached. */
  public static String noConnection(NodeName node) {
    return "no connection to " + node;
  }

  /** For a missing answer, which is not a failure. */
  public static String noAnswer(NodeName node, Duration timeout) {
    return noAnswer(node.toString(), timeout);
  }

  /** For a missing answer of a node or a room. */
  public static String noAnswer(String from, Duration timeout) {
    return "no answer from " + from + within(timeout) + "; the message may still arrive";
  }

  /** For a missing result of a function; its task is shut down, since nobody waits for it. */
  public static String noResult(NodeName node, Duration timeout) {
    return "no answer from " + node + within(timeout) + "; the task was told to end";
  }

  /** For an error that becomes known late: {@code no process <kate@localhost.7> (after 31 s)}. */
  public static String late(String sentence, Duration after) {
    return sentence + " (after " + after.toSeconds() + " s)";
  }

  /** Returns for example {@code within 5 s}, with a blank before it. */
  public static String within(Duration timeout) {
    return " within " + seconds(timeout);
  }

  /** Returns for example {@code 5 s} or {@code 0.5 s}. */
  public static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  /** For a node that takes no more for now. */
  public static String busy(NodeName node) {
    return node + " is busy; try again";
  }

  /** For a node that serves as many scripts as it may. */
  public static String noPlace(NodeName node, int scripts) {
    return (scripts == 1 ? "1 script uses " : scripts + " scripts use ")
        + node
        + " already; try again";
  }

  /** For a script under the name of a node. */
  public static String nameOfNode(NodeName label) {
    return label + " is the name of a node; choose another --name";
  }

  /** For a task that crashed. */
  public static String failed(NodeName node, String reason) {
    return "the task on " + node + " failed: " + reason;
  }

  /** For a short name that several nodes have. */
  public static String which(String shortName, List<NodeName> candidates) {
    return candidates.stream()
        .map(NodeName::toString)
        .collect(Collectors.joining(", ", "which " + shortName + "? ", ""));
  }
}
