package chat.moebi.soak;

import chat.moebi.soak.Reach.Broken;
import chat.moebi.soak.Report.Kind;
import chat.moebi.soak.Transcript.Answer;
import chat.moebi.soak.Transcript.Ending;
import chat.moebi.soak.Transcript.Sending;
import chat.moebi.soak.Transcript.Showing;
import chat.moebi.soak.Transcript.Span;
import chat.moebi.soak.Transcript.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks the promises against the transcripts of all processes: each acknowledged or kept message
 * was shown exactly once and in order, and soon after both nodes were in reach of each other; no
 * refused message was shown, each other message was shown at most once, no sender waited too long,
 * and no process ended that was not told to. A message that was shown again is excused if it is
 * marked so, and its recipient was killed.
 */
final class Checker {

  /**
   * Time allowed beyond each limit, because a machine that starts several JVMs at once is not
   * punctual.
   */
  static final Duration MARGIN = Duration.ofSeconds(2);

  static final Duration LONGEST_WAIT = Duration.ofSeconds(5).plus(MARGIN);
  static final Duration LONGEST_KEPT = Duration.ofSeconds(10).plus(MARGIN);
  static final Duration LONGEST_LEAVE = Duration.ofSeconds(5).plus(MARGIN);

  /**
   * The observations of a run that are not in the transcripts.
   *
   * @param faults how many faults of each kind were carried out
   * @param failures the exceptions that ended sender threads
   * @param apart the reasons why the nodes were not one cluster again at the end
   * @param network the faults of the network
   * @param hosts the host of each node
   * @param isKept whether the nodes keep texts for each other
   */
  record Observations(
      Map<Event.Kind, Integer> faults,
      List<String> failures,
      List<String> apart,
      List<Broken> network,
      Map<String, String> hosts,
      boolean isKept) {}

  private final Map<Kind, List<String>> violations = new EnumMap<>(Kind.class);
  private final Map<Message, Sending> sent = new LinkedHashMap<>();
  private final Map<Message, List<Place>> shown = new HashMap<>();
  private final Observations run;
  private final List<Transcript> transcripts;
  private final Reach reach;
  private Duration end = Duration.ZERO;
  private Duration longestKept = Duration.ZERO;
  private int maybeAgain;

  /** The process that has shown a message, and how. */
  private record Place(Transcript in, Showing showing) {}

  private Checker(List<Transcript> transcripts, Observations run) {
    this.run = run;
    this.transcripts =
        transcripts.stream()
            .sorted(Comparator.comparing(Transcript::node).thenComparing(Transcript::start))
            .toList();
    this.reach = new Reach(this.transcripts, run.network(), run.hosts());
  }

  /**
   * Checks the transcripts of all processes of a run; the processes have ended.
   *
   * @param run what the run itself saw
   */
  static Report check(List<Transcript> transcripts, Observations run) {
    Checker checker = new Checker(transcripts, run);
    run.apart().forEach(sentence -> checker.found(Kind.APART, sentence));
    run.failures().forEach(sentence -> checker.found(Kind.SENDER_FAILED, sentence));
    return checker.check(run.faults());
  }

  private Report check(Map<Event.Kind, Integer> faults) {
    transcripts.forEach(t -> t.sendings().forEach(s -> sent.put(s.message(), s)));
    transcripts.forEach(this::collect);
    sent.values().forEach(this::checkShown);
    sent.values().stream().filter(s -> s.answer() == Answer.KEPT).forEach(this::checkKept);
    if (run.isKept()) {
      transcripts.stream().map(Transcript::node).distinct().forEach(this::checkRefused);
    }
    transcripts.stream().map(Transcript::node).distinct().forEach(this::checkOrder);
    transcripts.forEach(this::checkTimes);
    transcripts.forEach(this::checkEnding);
    return new Report(
        sent.size(),
        count(Answer.OK),
        count(Answer.KEPT),
        count(Answer.LATE),
        shown.values().stream().mapToInt(List::size).sum(),
        count(Answer.UNCONFIRMED),
        count(Answer.REFUSED),
        count(Answer.NONE),
        maybeAgain,
        transcripts.stream().mapToInt(t -> t.rejoins().size()).sum(),
        longest(transcripts.stream().flatMap(t -> t.sendings().stream()).map(Sending::waited)),
        longest(transcripts.stream().filter(Checker::hasLeft).map(t -> t.ending().took())),
        longestKept,
        faults,
        violations);
  }

  private void collect(Transcript transcript) {
    transcript.strange().forEach(line -> found(Kind.STRANGE, transcript.name() + ": " + line));
    transcript.up().map(Span::to).filter(to -> to.compareTo(end) > 0).ifPresent(to -> end = to);
    for (Showing showing : transcript.shown()) {
      Message message = showing.message();
      shown.computeIfAbsent(message, m -> new ArrayList<>()).add(new Place(transcript, showing));
      if (!sent.containsKey(message) || !message.recipient().equals(transcript.node())) {
        found(Kind.STRANGE, transcript.name() + " shows " + message.text() + ", not sent to it");
      }
    }
  }

  private void checkShown(Sending sending) {
    Message message = sending.message();
    List<Place> places = shown.getOrDefault(message, List.of());
    String by = message.text() + " by " + places.stream().map(p -> p.in().name()).toList();
    if (places.isEmpty() && isPromised(sending)) {
      found(Kind.LOST, message.text() + ", " + sending.answer());
    } else if (places.stream().skip(1).anyMatch(p -> !p.showing().isMaybeAgain())) {
      found(Kind.DUPLICATED, by);
    }
    if (places.stream().anyMatch(p -> p.showing().isMaybeAgain())) {
      if (places.stream().allMatch(p -> !p.showing().isMaybeAgain() || isAfterKill(p))) {
        maybeAgain++;
      } else {
        found(Kind.MAYBE_AGAIN, by);
      }
    }
    if (sending.answer() == Answer.REFUSED && !places.isEmpty()) {
      found(Kind.SHOWN_THOUGH_REFUSED, by);
    }
  }

  private static boolean isPromised(Sending sending) {
    return switch (sending.answer()) {
      case OK, KEPT, LATE -> true;
      case UNCONFIRMED, REFUSED, NONE -> false;
    };
  }

  /** Whether an earlier process of the same node was killed. */
  private boolean isAfterKill(Place place) {
    return transcripts.stream()
        .filter(t -> t.node().equals(place.in().node()) && t.start() < place.in().start())
        .anyMatch(t -> t.ending().told() == Told.KILL);
  }

  private void checkKept(Sending kept) {
    Message message = kept.message();
    List<Place> places = shown.getOrDefault(message, List.of());
    if (places.isEmpty()) {
      return; // Lost.
    }
    Duration at = places.get(0).showing().at();
    Duration together = reach.together(message.sender(), message.recipient(), kept.at(), at);
    longestKept = longestKept.compareTo(together) < 0 ? together : longestKept;
    reach
        .afterTogether(message.sender(), message.recipient(), kept.at(), LONGEST_KEPT, end)
        .filter(limit -> at.compareTo(limit) > 0)
        .ifPresent(
            limit ->
                found(
                    Kind.KEPT_TOO_LONG,
                    message.text()
                        + " since "
                        + Report.seconds(kept.at())
                        + ", shown at "
                        + Report.seconds(at)
                        + ", should have been by "
                        + Report.seconds(limit)));
  }

  // Once a node has sent to another one, each later text is shown or kept.
  private void checkRefused(String node) {
    Set<String> met = new HashSet<>();
    transcripts.stream()
        .filter(t -> t.node().equals(node))
        .flatMap(t -> t.sendings().stream())
        .forEach(
            sending -> {
              String recipient = sending.message().recipient();
              if (isPromised(sending)) {
                met.add(recipient);
              } else if (sending.answer() == Answer.UNCONFIRMED
                  || sending.answer() == Answer.REFUSED && met.contains(recipient)) {
                found(Kind.NOT_KEPT, sending.message().text() + " " + sending.answer());
              }
            });
  }

  // The processes of a node run one after the other, so their outputs follow each other too.
  private void checkOrder(String node) {
    Set<Message> promised = new LinkedHashSet<>();
    transcripts.stream()
        .filter(t -> t.node().equals(node))
        .flatMap(t -> t.shown().stream())
        .map(Showing::message)
        .filter(m -> sent.containsKey(m) && isOrdered(sent.get(m)))
        .forEach(promised::add);
    Map<String, Message> last = new HashMap<>();
    for (Message message : promised) {
      Message former = last.put(message.sender(), message);
      if (former != null && message.isBefore(former)) {
        found(Kind.REORDERED, message.text() + " after " + former.text());
      }
    }
  }

  private static boolean isOrdered(Sending sending) {
    return sending.answer() == Answer.OK || sending.answer() == Answer.KEPT;
  }

  private void checkTimes(Transcript transcript) {
    for (Sending sending : transcript.sendings()) {
      if (sending.waited().compareTo(LONGEST_WAIT) > 0) {
        String time = Report.seconds(sending.waited());
        found(Kind.TOO_LATE, sending.message().text() + " " + sending.answer() + " after " + time);
      }
    }
    if (hasLeft(transcript) && transcript.ending().took().compareTo(LONGEST_LEAVE) > 0) {
      String time = Report.seconds(transcript.ending().took());
      found(Kind.TOO_LATE, transcript.name() + " has left after " + time);
    }
  }

  private void checkEnding(Transcript transcript) {
    Ending ending = transcript.ending();
    if (ending.told().status() != ending.status()) {
      found(
          Kind.UNEXPECTED_END,
          transcript.name() + " ended with " + ending.status() + ", was told " + ending.told());
    }
  }

  private static boolean hasLeft(Transcript transcript) {
    Told told = transcript.ending().told();
    return told == Told.QUIT || told == Told.TERMINATE;
  }

  private int count(Answer answer) {
    return (int) sent.values().stream().filter(s -> s.answer() == answer).count();
  }

  private static Duration longest(Stream<Duration> times) {
    return times.max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  private void found(Kind kind, String what) {
    violations.computeIfAbsent(kind, k -> new ArrayList<>()).add(what);
  }
}
