package chat.moebi.cluster;

import chat.moebi.cluster.AwakeTime.Stopwatch;
import chat.moebi.cluster.PortCheck.Answer;
import java.time.Duration;

/**
 * Decides when to check the port of a silent node, and when to cut the connections to the node so
 * that Akka makes new ones. Each node has its own.
 *
 * <p>A firewall that has lost its state silently drops the packets of existing connections, and a
 * host may get another address. TCP then retransmits in vain for a quarter of an hour. A node that
 * answers over a new connection, to the address that its host name has now, while it is silent on
 * the existing connections shows that these are dead.
 */
final class FreshConnection {

  /** What the checks since the last cut have shown. */
  private enum Evidence {
    NONE,
    ANSWERED,
    NO_WAY
  }

  /** New connections, and a hello over them, take about three seconds. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Stopwatch lastCheck;
  private final Stopwatch lastCut;
  private Duration pause = FIRST_PAUSE;
  private Evidence evidence = Evidence.NONE;

  FreshConnection(AwakeTime time) {
    this.lastCheck = time.stopwatch();
    this.lastCut = time.stopwatch();
    lastCheck.start();
  }

  /** Begins a check if the last one ended longer than the interval ago; returns whether it did. */
  boolean beginCheck(Duration interval) {
    boolean isDue = lastCheck.isOver(interval);
    if (isDue) {
      lastCheck.stop(); // No check is due while one runs.
    }
    return isDue;
  }

  void endCheck() {
    lastCheck.start();
  }

  /**
   * Decides after a check whether to cut the connections to the node, which is still silent.
   *
   * <p>A process that was frozen until a moment ago answers the new connection first. Because a cut
   * loses messages on their way, the process has until the next check to answer on the existing
   * connections. If there was no way to its host, one answer is enough. The pauses between cuts
   * that do not help grow.
   */
  boolean replaces(Answer answer) {
    boolean isCut =
        answer == Answer.NODE
            && evidence != Evidence.NONE
            && (!lastCut.isRunning() || lastCut.isOver(pause));
    if (isCut) {
      Duration twice = pause.multipliedBy(2);
      Duration longer = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
      pause = lastCut.isRunning() ? longer : FIRST_PAUSE;
      lastCut.start();
      evidence = Evidence.NONE;
    } else if (answer == Answer.NO_WAY) {
      evidence = Evidence.NO_WAY;
    } else if (evidence != Evidence.NO_WAY) {
      evidence = answer == Answer.NODE ? Evidence.ANSWERED : Evidence.NONE;
    }
    return isCut;
  }

  /** Notes that the node answers on its connections again. */
  void settled() {
    evidence = Evidence.NONE;
    lastCut.stop();
  }
}
