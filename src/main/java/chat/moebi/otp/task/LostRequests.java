package chat.moebi.otp.task;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the requests that the network lost, by the answers of their supervisors to audits. For one
 * thread.
 *
 * <p>A request is lost if its supervisor does not know it in two audits in a row. One audit is not
 * enough: the reply to the request may be on its way, and slower than the answer to the audit.
 */
final class LostRequests {

  private Set<Long> unknownBefore = new HashSet<>();
  private Set<Long> unknownNow = new HashSet<>();

  /** Begins another audit. */
  void beginAudit() {
    unknownBefore = unknownNow;
    unknownNow = new HashSet<>();
  }

  /** Takes an answer to the audit, and returns those of its requests that are lost. */
  List<Long> lostOf(List<Long> unknown) {
    List<Long> lost = unknown.stream().filter(unknownBefore::contains).toList();
    unknownNow.addAll(unknown);
    lost.forEach(unknownNow::remove); // A removeAll of a list looks through the list.
    return lost;
  }
}
