package chat.moebi.soak;

import chat.moebi.soak.Transcript.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes when two nodes can be expected to reach each other: both are ready, and no fault
 * separates them or has separated them just before.
 */
final class Reach {

  /**
   * A fault of the network.
   *
   * @param hosts the host that is affected, or the two whose link is
   */
  record Broken(Span span, Set<String> hosts) {
    private boolean isBetween(String one, String other) {
      return !one.equals(other)
          && (hosts.size() == 1
              ? hosts.contains(one) || hosts.contains(other)
              : hosts.equals(Set.of(one, other)));
    }
  }

  /** How long after a short fault two nodes may take to reach each other. */
  static final Duration RETURN = Duration.ofSeconds(15);

  /** The same after a fault in which one may have forgotten the other, and has to take it back. */
  static final Duration REJOIN = Duration.ofSeconds(30);

  /** The length of a fault after which a node may have been forgotten. */
  static final Duration FORGET = Duration.ofSeconds(12);

  private final List<Transcript> transcripts;
  private final List<Broken> network;
  private final Map<String, String> hosts;

  /**
   * Prepares the computation.
   *
   * @param hosts the host of each node
   */
  Reach(List<Transcript> transcripts, List<Broken> network, Map<String, String> hosts) {
    this.transcripts = transcripts;
    this.network = network;
    this.hosts = hosts;
  }

  /**
   * Returns when two nodes have been in reach of each other for a time, after some moment; empty if
   * they never are.
   *
   * @param end the end of the run
   */
  Optional<Duration> afterTogether(
      String one, String other, Duration from, Duration time, Duration end) {
    Duration together = from;
    for (Span apart : apart(one, other, end)) {
      if (apart.to().compareTo(together) <= 0) {
        continue;
      }
      if (together.plus(time).compareTo(apart.from()) <= 0) {
        break;
      }
      together = apart.to();
    }
    Duration reached = together.plus(time);
    return reached.compareTo(end) <= 0 ? Optional.of(reached) : Optional.empty();
  }

  /**
   * Returns how long two nodes had been in reach of each other at a time.
   *
   * @param from the time before which nothing counts
   */
  Duration together(String one, String other, Duration from, Duration at) {
    Duration since = from;
    for (Span apart : apart(one, other, at)) {
      if (apart.from().compareTo(at) <= 0 && apart.to().compareTo(since) > 0) {
        since = apart.to();
      }
    }
    return since.compareTo(at) < 0 ? at.minus(since) : Duration.ZERO;
  }

  /** Returns the times in which two nodes may be out of reach, in order of their begin. */
  private List<Span> apart(String one, String other, Duration end) {
    List<Span> apart = new ArrayList<>(away(one, end));
    apart.addAll(away(other, end));
    for (Broken broken : network) {
      if (broken.isBetween(hosts.get(one), hosts.get(other))) {
        apart.add(withReturn(broken.span()));
      }
    }
    apart.sort(Comparator.comparing(Span::from));
    return apart;
  }

  private List<Span> away(String node, Duration end) {
    List<Span> away = new ArrayList<>();
    Duration since = Duration.ZERO;
    for (Transcript transcript : transcripts) {
      if (!transcript.node().equals(node)) {
        continue;
      }
      if (transcript.up().isPresent()) {
        away.add(new Span(since, transcript.up().get().from()));
        since = transcript.up().get().to();
      }
      transcript.frozen().forEach(frozen -> away.add(withReturn(frozen)));
      away.addAll(transcript.rejoins());
    }
    away.add(new Span(since, end));
    return away;
  }

  private static Span withReturn(Span fault) {
    Duration allowed = fault.length().compareTo(FORGET) < 0 ? RETURN : REJOIN;
    return new Span(fault.from(), fault.to().plus(allowed));
  }
}
