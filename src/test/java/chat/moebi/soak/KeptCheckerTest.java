package chat.moebi.soak;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.soak.Checker.Observations;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Shows that the checker of a soak finds each way to break the promise about texts that are kept.
 */
class KeptCheckerTest {

  private static final Map<String, String> HOSTS = Map.of("alex", "north", "kate", "south");
  private static final int END = 600;

  private final List<Transcript> transcripts = new ArrayList<>();
  private final List<Broken> network = new ArrayList<>();

  @Test
  void aKeptMessageThatIsShownSoonAfterBothNodesAreThereIsFine() {
    alex(0, END, Told.QUIT, kept(1, 20), ok(2, 70));
    kate(1, 0, 10, Told.KILL);
    kate(2, 60, END, Told.QUIT, shown(1, 65), shown(2, 70));
    Report report = check();
    assertThat(report.isClean()).as(report.summary()).isTrue();
    assertThat(report.kept()).isEqualTo(1);
    assertThat(report.longestKept()).isEqualTo(seconds(5));
  }

  @Test
  void aKeptMessageThatIsNeverShownIsLost() {
    alex(0, END, Told.QUIT, kept(1, 20));
    kate(1, 0, END, Told.QUIT);
    assertThat(check().violations()).containsOnlyKeys(Kind.LOST);
  }

  @Test
  void aKeptMessageThatIsShownTwiceIsADuplicate() {
    alex(0, END, Told.QUIT, kept(1, 20));
    kate(1, 0, 30, Told.KILL, shown(1, 21));
    kate(2, 40, END, Told.QUIT, shown(1, 45));
    assertThat(check().violations()).containsOnlyKeys(Kind.DUPLICATED);
  }

  @Test
  void aMessageThatIsShownAgainAfterAKillAndMarkedSoIsCounted() {
    alex(0, END, Told.QUIT, kept(1, 20));
    kate(1, 0, 30, Told.KILL, shown(1, 19));
    kate(2, 40, END, Told.QUIT, shownMaybeAgain(1, 45));
    Report report = check();
    assertThat(report.isClean()).as(report.summary()).isTrue();
    assertThat(report.maybeAgain()).isEqualTo(1);
  }

  @Test
  void aMarkWithoutAKillIsReported() {
    alex(0, END, Told.QUIT, kept(1, 20));
    kate(1, 0, 30, Told.TERMINATE);
    kate(2, 40, END, Told.QUIT, shownMaybeAgain(1, 45));
    assertThat(check().violations()).containsOnlyKeys(Kind.MAYBE_AGAIN);
  }

  @Test
  void aKeptMessageThatIsShownTooLateIsReported() {
    alex(0, END, Told.QUIT, kept(1, 20));
    kate(1, 0, 10, Told.KILL);
    kate(2, 60, END, Told.QUIT, shown(1, 73));
    assertThat(check().of(Kind.KEPT_TOO_LONG))
        .containsExactly(
            "m-alex.1-kate-1. since 20.0 s, shown at 73.0 s, should have been by 72.0 s");
  }

  @Test
  void theTimeInWhichOneIsAwayOrOutOfReachDoesNotCount() {
    network.add(new Broken(new Span(seconds(15), seconds(35)), Set.of("south")));
    alex(0, END, Told.QUIT, kept(1, 20));
    kate(1, 0, 70, Told.KILL);
    kate(2, 80, END, Told.QUIT, shown(1, 85));
    Report report = check();
    assertThat(report.isClean()).as(report.summary()).isTrue();
    network.clear();
    assertThat(check().violations()).containsOnlyKeys(Kind.KEPT_TOO_LONG);
  }

  @Test
  void keptAndAcknowledgedMessagesAreInOrderAlsoAcrossTheSendersStarts() {
    alex(0, 50, Told.QUIT, kept(1, 20), kept(2, 30));
    Sending later =
        new Sending(new Message("alex", 2, "kate", 1), Answer.OK, seconds(0), seconds(65));
    transcripts.add(process("alex", 2, 60, END, Told.QUIT, List.of(later), List.of()));
    Showing shownLater = new Showing(later.message(), false, seconds(65));
    kate(1, 60, END, Told.QUIT, shown(2, 64), shown(1, 64), shownLater);
    assertThat(check().of(Kind.REORDERED))
        .containsExactly("m-alex.1-kate-1. after m-alex.1-kate-2.");
    transcripts.remove(2);
    kate(1, 60, END, Told.QUIT, shown(1, 64), shownLater, shown(2, 66));
    assertThat(check().of(Kind.REORDERED))
        .containsExactly("m-alex.1-kate-2. after m-alex.2-kate-1.");
  }

  @Test
  void aTextForAKnownNodeIsShownOrKept() {
    alex(
        0,
        END,
        Told.QUIT,
        sending(1, 5, Answer.REFUSED),
        ok(2, 10),
        sending(3, 20, Answer.REFUSED),
        sending(4, 30, Answer.UNCONFIRMED));
    kate(1, 0, END, Told.QUIT, shown(2, 10));
    assertThat(check().of(Kind.NOT_KEPT))
        .containsExactly("m-alex.1-kate-3. REFUSED", "m-alex.1-kate-4. UNCONFIRMED");
  }

  @Test
  void aMarkIsNoPartOfTheText() {
    String line = "alex@localhost: m-alex.1-kate-17. (maybe again)";
    assertThat(Message.shownBy(line)).hasValue(new Message("alex", 1, "kate", 17));
    assertThat(Message.isMaybeAgain(line)).isTrue();
    assertThat(Message.isMaybeAgain("alex@localhost: m-alex.1-kate-17.")).isFalse();
  }

  private Report check() {
    return Checker.check(
        transcripts, new Observations(Map.of(), List.of(), List.of(), network, HOSTS, true));
  }

  private void alex(int from, int to, Told told, Sending... sendings) {
    transcripts.add(process("alex", 1, from, to, told, List.of(sendings), List.of()));
  }

  private void kate(int start, int from, int to, Told told, Showing... shown) {
    transcripts.add(process("kate", start, from, to, told, List.of(), List.of(shown)));
  }

  private static Transcript process(
      String node,
      int start,
      int from,
      int to,
      Told told,
      List<Sending> sendings,
      List<Showing> shown) {
    return new Transcript(
        node,
        start,
        sendings,
        shown,
        Optional.of(new Span(seconds(from), seconds(to))),
        List.of(),
        List.of(),
        List.of(),
        new Ending(told, told.status(), seconds(0)));
  }

  private static Sending kept(int number, int at) {
    return sending(number, at, Answer.KEPT);
  }

  private static Sending ok(int number, int at) {
    return sending(number, at, Answer.OK);
  }

  private static Sending sending(int number, int at, Answer answer) {
    return new Sending(message(number), answer, seconds(0), seconds(at));
  }

  private static Showing shown(int number, int at) {
    return new Showing(message(number), false, seconds(at));
  }

  private static Showing shownMaybeAgain(int number, int at) {
    return new Showing(message(number), true, seconds(at));
  }

  private static Message message(int number) {
    return new Message("alex", 1, "kate", number);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
