package chat.moebi.otp.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class TermsTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load()));

  private static final Terms TERMS = Terms.of(KIT.system());

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  /** A record of two components. */
  public record Point(int x, String label) {}

  /** {@link Point} in a later version. */
  public record LaterPoint(int x, String label, int z) {}

  /** A record of one component. */
  public record Price(long cents) {}

  /** A record whose component cannot be read. */
  public record Moody(int mood) {
    @Override
    public int mood() {
      throw new IllegalStateException("not today");
    }
  }

  /** A record that contains other records. */
  public record Shape(List<Point> corners) {}

  @Test
  void bringsRecordsAndTextsBackAsTheyWere() {
    assertThat(TERMS.read(TERMS.write(new Point(1, "\u6f22")), Point.class))
        .isEqualTo(new Point(1, "\u6f22"));
    assertThat(TERMS.text(TERMS.write("\u0000 \uD83D\uDC36"))).contains("\u0000 \uD83D\uDC36");
  }

  @Test
  void leavesATermAsItIs() {
    Term term = TERMS.write("hi");

    assertThat(TERMS.write(term)).isSameAs(term);
    assertThat(TERMS.read(term, Term.class)).isSameAs(term);
  }

  @Test
  void takesOnlyATextForAText() {
    assertThat(TERMS.text(TERMS.write(new Price(3)))).isEmpty();
    assertThat(TERMS.text(TERMS.write(None.NONE))).isEmpty();
  }

  @Test
  void ignoresWhatALaterVersionHasAddedAndStandsItsAbsence() {
    Term later = TERMS.write(new LaterPoint(1, "a", 3));

    assertThat(TERMS.read(later, Point.class)).isEqualTo(new Point(1, "a"));
    assertThat(TERMS.read(TERMS.write(new Point(1, "a")), LaterPoint.class))
        .isEqualTo(new LaterPoint(1, "a", 0));
  }

  @Test
  void saysOfWhichTypeATermIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TERMS.read(TERMS.write("hi"), Price.class))
        .withMessageStartingWith("is no Price: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TERMS.read(new Term(new byte[] {(byte) 0xff, 1}), Price.class))
        .withMessageStartingWith("is no Price");
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThat(TERMS.write("x".repeat(65_536)).cbor()).hasSizeGreaterThan(65_536);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TERMS.write("x".repeat(70_000)))
        .withMessageMatching("the message is too long: 700\\d\\d of at most 67584 bytes");
  }

  @Test
  void refusesWhatCannotBeWritten() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TERMS.write(new Moody(1)))
        .withMessageStartingWith("cannot be sent: not today");
  }

  @Test
  void replacesHalfASurrogatePairInAText() {
    assertThat(TERMS.text(TERMS.write("a\uD83Db"))).contains("a?b");
  }

  @Test
  void refusesHalfASurrogatePairInARecordRatherThanWritingWhatCannotBeRead() {
    assertThatIllegalArgumentException().isThrownBy(() -> TERMS.write(new Point(1, "a\uD83Db")));
  }

  @Test
  void showsALineForPeople() {
    assertThat(TERMS.show(TERMS.write("hi"))).isEqualTo("hi");
    assertThat(TERMS.show(TERMS.write(None.NONE))).isEmpty();
    assertThat(TERMS.show(TERMS.write(new Price(250)))).isEqualTo("250");
    assertThat(TERMS.show(TERMS.write(new Point(1, "a")))).isEqualTo("x: 1, label: a");
    assertThat(TERMS.show(TERMS.write(new Shape(List.of(new Point(1, "a"), new Point(2, "b"))))))
        .isEqualTo("[x: 1, label: a, x: 2, label: b]");
  }

  @Test
  void areEqualIfTheyAreWrittenAlike() {
    assertThat(TERMS.write("hi")).isEqualTo(TERMS.write("hi")).hasSameHashCodeAs(TERMS.write("hi"));
    assertThat(TERMS.write("hi")).isNotEqualTo(TERMS.write("ho"));
  }
}
