package chat.moebi.soak;

import chat.moebi.soak.Report.Kind;
import chat.moebi.soak.Transcript.Answer;
import chat.moebi.soak.Transcript.Ending;
import chat.moebi.soak.Transcript.Sending;
import chat.moebi.soak.Transcript.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks the promises against the transcripts of all processes: each acknowledged message was shown
 * exactly once and in order, no refused message was shown, each other message was shown at most
 * once, no sender waited too long, and no process ended that was not told to.
 */
final class Checker {

  /**
   * Time allowed beyond each limit, because a machine that starts several JVMs at once is not
   * punctual.
   */
  static final Duration MARGIN = Duration.ofSeconds(2);

  static final Duration LONGEST_WAIT = Duration.ofSeconds(5).plus(MARGIN);
  static final Duration LONGEST_LEAVE = Duration.ofSeconds(5).plus(MARGIN);

  /**
   * The observations of a run that are not in the transcripts.
   *
   * @param faults how many faults of each kind were carried out
   * @param failures the exceptions that ended sender threads
   * @param apart the reasons why the nodes were not one cluster again at the end
   */
  record Observations(Map<Event.Kind, Integer> faults, List<String> failures, List<String> apart) {}

  private final Map<Kind, List<String>> violations = new EnumMap<>(Kind.class);
  private final Map<Message, Answer> sent = new LinkedHashMap<>();
  private final Map<Message, List<String>> shown = new HashMap<>();
  private final List<Transcript> transcripts;

  private Checker(List<Transcript> transcripts) {
    this.transcripts =
        transcripts.stream()
            .sorted(Comparator.comparing(Transcript::node).thenComparing(Transcript::start))
            .toList();
  }

  /**
   * Checks the transcripts of all processes of a run; the processes have ended.
   *
   * @param run what the run itself saw
   */
  static Report check(List<Transcript> transcripts, Observations run) {
    Checker checker = new Checker(transcripts);
    run.apart().forEach(sentence -> checker.found(Kind.APART, sentence));
    run.failures().forEach(sentence -> checker.found(Kind.SENDER_FAILED, sentence));
    return checker.check(run.faults());
  }

  private Report check(Map<Event.Kind, Integer> faults) {
    transcripts.forEach(t -> t.sendings().forEach(s -> sent.put(s.message(), s.answer())));
    transcripts.forEach(this::collect);
    sent.forEach(this::checkShown);
    transcripts.stream().map(Transcript::node).distinct().forEach(this::checkOrder);
    transcripts.forEach(this::checkTimes);
    transcripts.forEach(this::checkEnding);
    return new Report(
        sent.size(),
        count(Answer.OK),
        count(Answer.LATE),
        shown.values().stream().mapToInt(List::size).sum(),
        count(Answer.UNCONFIRMED),
        count(Answer.REFUSED),
        count(Answer.NONE),
        transcripts.stream().mapToInt(Transcript::rejoins).sum(),
        longest(transcripts.stream().flatMap(t -> t.sendings().stream()).map(Sending::waited)),
        longest(transcripts.stream().filter(Checker::hasLeft).map(t -> t.ending().took())),
        faults,
        violations);
  }

  private void collect(Transcript transcript) {
    transcript.strange().forEach(line -> found(Kind.STRANGE, transcript.name() + ": " + line));
    for (Message message : transcript.shown()) {
      shown.computeIfAbsent(message, m -> new ArrayList<>()).add(transcript.name());
      if (!sent.containsKey(message) || !message.recipient().equals(transcript.node())) {
        found(Kind.STRANGE, transcript.name() + " shows " + message.text() + ", not sent to it");
      }
    }
  }

  private void checkShown(Message message, Answer answer) {
    List<String> places = shown.getOrDefault(message, List.of());
    if (places.isEmpty() && (answer == Answer.OK || answer == Answer.LATE)) {
      found(Kind.LOST, message.text());
    } else if (places.size() > 1) {
      found(Kind.DUPLICATED, message.text() + " by " + places);
    }
    if (answer == Answer.REFUSED && !places.isEmpty()) {
      found(Kind.SHOWN_THOUGH_REFUSED, message.text() + " by " + places);
    }
  }

  // The processes of a node run one after the other, so their outputs follow each other too.
  private void checkOrder(String node) {
    Set<Message> acknowledged = new LinkedHashSet<>();
    transcripts.stream()
        .filter(t -> t.node().equals(node))
        .flatMap(t -> t.shown().stream())
        .filter(m -> sent.get(m) == Answer.OK)
        .forEach(acknowledged::add);
    Map<String, Message> last = new HashMap<>();
    for (Message message : acknowledged) {
      Message former = last.put(message.sender() + "." + message.start(), message);
      if (former != null && former.number() > message.number()) {
        found(Kind.REORDERED, message.text() + " after " + former.text());
      }
    }
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
    return (int) sent.values().stream().filter(answer::equals).count();
  }

  private static Duration longest(Stream<Duration> times) {
    return times.max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  private void found(Kind kind, String what) {
    violations.computeIfAbsent(kind, k -> new ArrayList<>()).add(what);
  }
}
