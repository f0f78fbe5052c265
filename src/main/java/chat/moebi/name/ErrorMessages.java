package chat.moebi.name;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Words what can go wrong with any node, the same wherever it is said. */
public final class ErrorMessages {

  private ErrorMessages() {}

  /** Says that there is no such node, or that it cannot be reached. */
  public static String noConnection(NodeName node) {
    return "no connection to " + node;
  }

  /** Says that no answer came in time, which is not a failure. */
  public static String noAnswer(NodeName node, Duration timeout) {
    return "no answer from "
        + node
        + " within "
        + BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString()
        + " s; the message may still arrive";
  }

  /** Says that a node takes no more for now. */
  public static String busy(NodeName node) {
    return node + " is busy; try again";
  }

  /** Says that a node serves as many scripts as it may. */
  public static String noPlace(NodeName node, int scripts) {
    return (scripts == 1 ? "1 script uses " : scripts + " scripts use ")
        + node
        + " already; try again";
  }

  /** Says that a task crashed. */
  public static String failed(NodeName node, String reason) {
    return "the task on " + node + " failed: " + reason;
  }

  /** Says that several nodes bear a short name. */
  public static String which(String shortName, List<NodeName> candidates) {
    return candidates.stream()
        .map(NodeName::toString)
        .collect(Collectors.joining(", ", "which " + shortName + "? ", ""));
  }
}
