package chat.moebi.soak;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.soak.Checker.Observations;
import chat.moebi.soak.Report.Kind;
import chat.moebi.soak.Transcript.Answer;
import chat.moebi.soak.Transcript.Ending;
import chat.moebi.soak.Transcript.Sending;
import chat.moebi.soak.Transcript.Showing;
import chat.moebi.soak.Transcript.Span;
import chat.moebi.soak.Transcript.Told;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shows that the checker of a soak finds each way to break a promise. */
class CheckerTest {

  private static final Duration SOON = Duration.ofMillis(20);
  private static final Optional<Span> UP =
      Optional.of(new Span(Duration.ZERO, Duration.ofMinutes(10)));
  private static final Map<String, String> HOSTS = Map.of("alex", "north", "kate", "south");
  private static final Ending KILLED = new Ending(Told.KILL, 137, SOON);
  private static final Ending LEFT = new Ending(Told.QUIT, 0, SOON);

  @Test
  void aRunWithoutAViolationIsClean() {
    Report report =
        check(
            alex(LEFT, ok(1), unconfirmed(2), refused(3), ok(4), unanswered(5)),
            kate(1, KILLED, 1),
            kate(2, LEFT, 2, 4));
    assertThat(report.isClean()).isTrue();
    assertThat(report.summary().lines().findFirst())
        .hasValue("sent 5, acknowledged 2, kept 0, late 0, unconfirmed 1, refused 1, unanswered 1");
  }

  @Test
  void anAcknowledgedMessageThatWasNotShownIsLost() {
    Report report = check(alex(LEFT, ok(1), unconfirmed(2), refused(3)), kate(1, LEFT));
    assertThat(report.of(Kind.LOST)).containsExactly("m-alex.1-kate-1., OK");
    assertThat(report.violations()).containsOnlyKeys(Kind.LOST);
  }

  @Test
  void aMessageThatWasConfirmedLateMustBeShownToo() {
    Sending late = new Sending(message(1), Answer.LATE, Duration.ofSeconds(5), SOON);
    assertThat(check(alex(LEFT, late), kate(1, LEFT)).of(Kind.LOST)).hasSize(1);
    assertThat(check(alex(LEFT, late, ok(2)), kate(1, LEFT, 2, 1)).isClean()).isTrue();
  }

  @Test
  void aMessageThatIsShownTwiceIsADuplicateWhateverItsSenderWasTold() {
    Report report =
        check(alex(LEFT, ok(1), unconfirmed(2)), kate(1, KILLED, 1, 1, 2), kate(2, LEFT, 2));
    assertThat(report.of(Kind.DUPLICATED))
        .containsExactly(
            "m-alex.1-kate-1. by [kate.1, kate.1]", "m-alex.1-kate-2. by [kate.1, kate.2]");
    assertThat(report.violations()).containsOnlyKeys(Kind.DUPLICATED);
  }

  @Test
  void aMessageThatWasRefusedMustNotBeShown() {
    Report report = check(alex(LEFT, ok(1), refused(2), unconfirmed(3)), kate(1, LEFT, 1, 2, 3));
    assertThat(report.of(Kind.SHOWN_THOUGH_REFUSED))
        .containsExactly("m-alex.1-kate-2. by [kate.1]");
    assertThat(report.violations()).containsOnlyKeys(Kind.SHOWN_THOUGH_REFUSED);
  }

  @Test
  void aFailedSenderIsReported() {
    Report report =
        Checker.check(
            List.of(alex(LEFT)),
            new Observations(
                Map.of(), List.of("senders of alex"), List.of(), List.of(), HOSTS, false));
    assertThat(report.of(Kind.SENDER_FAILED)).containsExactly("senders of alex");
  }

  @Test
  void anAcknowledgedMessageThatIsShownBeforeAnEarlierOneIsReordered() {
    Report report = check(alex(LEFT, ok(1), ok(2)), kate(1, LEFT, 2, 1));
    assertThat(report.of(Kind.REORDERED))
        .containsExactly("m-alex.1-kate-1. after m-alex.1-kate-2.");
    assertThat(report.violations()).containsOnlyKeys(Kind.REORDERED);
  }

  @Test
  void anUnconfirmedMessageMayBeShownLate() {
    assertThat(check(alex(LEFT, unconfirmed(1), ok(2)), kate(1, LEFT, 2, 1)).isClean()).isTrue();
  }

  @Test
  void theOrderIsCheckedForEachProcessOfASender() {
    Transcript former = alex(KILLED, ok(7));
    Transcript next =
        process(
            "alex",
            2,
            LEFT,
            List.of(new Sending(new Message("alex", 2, "kate", 1), Answer.OK, SOON, SOON)),
            List.of());
    Transcript kate =
        process(
            "kate",
            1,
            LEFT,
            List.of(),
            List.of(showing(message(7)), showing(new Message("alex", 2, "kate", 1))));
    assertThat(check(former, next, kate).isClean()).isTrue();
  }

  @Test
  void aSenderThatWaitsTooLongIsReported() {
    Sending late = new Sending(message(1), Answer.UNCONFIRMED, Duration.ofMillis(7_100), SOON);
    Report report = check(alex(LEFT, late), kate(1, LEFT));
    assertThat(report.of(Kind.TOO_LATE))
        .containsExactly("m-alex.1-kate-1. UNCONFIRMED after 7.1 s");
    assertThat(report.violations()).containsOnlyKeys(Kind.TOO_LATE);
  }

  @Test
  void aNodeThatLeavesTooSlowlyIsReported() {
    Report report = check(alex(new Ending(Told.TERMINATE, 143, Duration.ofSeconds(8))));
    assertThat(report.of(Kind.TOO_LATE)).containsExactly("alex.1 has left after 8.0 s");
  }

  @Test
  void anUnexpectedEndIsReported() {
    Report report =
        check(
            alex(new Ending(Told.NOTHING, 1, Duration.ZERO)),
            kate(1, new Ending(Told.QUIT, 143, SOON)));
    assertThat(report.of(Kind.UNEXPECTED_END))
        .containsExactly(
            "alex.1 ended with 1, was told NOTHING", "kate.1 ended with 143, was told QUIT");
  }

  @Test
  void aMessageThatWasNeverSentOrIsShownElsewhereIsStrange() {
    Transcript alex =
        new Transcript(
            "alex",
            1,
            List.of(ok(1)),
            List.of(showing(message(1))),
            UP,
            List.of(),
            List.of(),
            List.of("not an answer"),
            LEFT);
    Report report = check(alex, kate(1, LEFT, 1 + 1));
    assertThat(report.of(Kind.STRANGE))
        .containsExactly(
            "alex.1: not an answer",
            "alex.1 shows m-alex.1-kate-1., not sent to it",
            "kate.1 shows m-alex.1-kate-2., not sent to it");
  }

  @Test
  void nodesThatStayApartAreReported() {
    Report report =
        Checker.check(
            List.of(alex(LEFT)),
            new Observations(
                Map.of(), List.of(), List.of("alex does not see kate"), List.of(), HOSTS, false));
    assertThat(report.isClean()).isFalse();
    assertThat(report.of(Kind.APART)).containsExactly("alex does not see kate");
  }

  @Test
  void onlyACompleteLineIsAMessage() {
    assertThat(Message.shownBy("alex@localhost: m-alex.1-kate-17.")).hasValue(message(17));
    assertThat(Message.shownBy("alex@localhost: m-alex.1-kate-1")).isEmpty();
    assertThat(Message.shownBy("kate@localhost: m-alex.1-kate-1.")).isEmpty();
    assertThat(Message.shownBy("ok")).isEmpty();
  }

  private static Report check(Transcript... transcripts) {
    return Checker.check(
        List.of(transcripts),
        new Observations(Map.of(), List.of(), List.of(), List.of(), HOSTS, false));
  }

  private static Transcript alex(Ending ending, Sending... sendings) {
    return process("alex", 1, ending, List.of(sendings), List.of());
  }

  private static Transcript kate(int start, Ending ending, int... shown) {
    List<Showing> showings =
        IntStream.of(shown).mapToObj(number -> showing(message(number))).toList();
    return process("kate", start, ending, List.of(), showings);
  }

  private static Transcript process(
      String node, int start, Ending ending, List<Sending> sendings, List<Showing> shown) {
    return new Transcript(
        node, start, sendings, shown, UP, List.of(), List.of(), List.of(), ending);
  }

  private static Showing showing(Message message) {
    return new Showing(message, false, SOON);
  }

  private static Sending ok(int number) {
    return new Sending(message(number), Answer.OK, SOON, SOON);
  }

  private static Sending unconfirmed(int number) {
    return new Sending(message(number), Answer.UNCONFIRMED, Duration.ofSeconds(5), SOON);
  }

  private static Sending refused(int number) {
    return new Sending(message(number), Answer.REFUSED, SOON, SOON);
  }

  private static Sending unanswered(int number) {
    return new Sending(message(number), Answer.NONE, SOON, SOON);
  }

  private static Message message(int number) {
    return new Message("alex", 1, "kate", number);
  }
}
