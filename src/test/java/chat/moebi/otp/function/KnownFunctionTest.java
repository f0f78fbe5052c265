package chat.moebi.otp.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.otp.process.builtin.Echo;
import chat.moebi.otp.process.builtin.Sleep;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@StartsActorSystem
class KnownFunctionTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load()));

  private static final Terms TERMS = Terms.of(KIT.system());

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  /** A record with components of each kind. */
  public record Order(int count, String what, boolean isUrgent, String toWhom) {}

  /** A record that does not end with a text. */
  public record Point(int x, double y) {}

  /** A record that throws whatever its argument names. */
  public record Fussy(String why) {
    public Fussy {
      switch (why) {
        case "assertion" -> throw new AssertionError("never");
        case "linkage" -> throw new NoClassDefFoundError("missing/Class");
        default -> throw new IllegalArgumentException("never");
      }
    }
  }

  @Nested
  class Declared {

    @Test
    void recordsAreFoundThroughSuperclassesToo() {
      KnownFunction<Order, None> known = KnownFunction.of(new Child());

      assertThat(known.arguments()).isEqualTo(Order.class);
      assertThat(known.result()).isEqualTo(None.class);
    }

    @Test
    void recordsMayNotBeLeftOpen() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> KnownFunction.of(new Open<Order>()))
          .withMessage("the function open must say which records it takes and returns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9lives", "_x", "ka-te", "a.b", "\u00e4", "a\n"})
    void namesAreLettersDigitsAndUnderscores(String name) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> KnownFunction.of(new Renamed(name)))
          .withMessage("\"%s\" is not a function's name; write letters, digits and _", name);
    }

    @Test
    void namesMayNotBeMissingOrEndless() {
      assertThatIllegalArgumentException().isThrownBy(() -> KnownFunction.of(new Renamed(null)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> KnownFunction.of(new Renamed("x".repeat(64))));
      assertThat(KnownFunction.of(new Renamed("x".repeat(63))).name()).hasSize(63);
    }
  }

  @Nested
  class Usage {

    @Test
    void namesEachComponentInCapitals() {
      assertThat(KnownFunction.of(new Child()).usage())
          .isEqualTo("order COUNT WHAT IS_URGENT TO_WHOM");
      assertThat(KnownFunction.of(new Sleep()).usage()).isEqualTo("sleep MS");
    }

    @Test
    void isTheNameAloneWhereNothingIsTaken() {
      assertThat(KnownFunction.of(new Nothing()).usage()).isEqualTo("nothing");
    }
  }

  @Nested
  class TypedWords {

    @Test
    void becomeOneComponentEachAndTheLastTextTakesTheRest() {
      assertThat(typed(new Child(), "3 tea true Kate  and \t Alex"))
          .isEqualTo(new Order(3, "tea", true, "Kate  and \t Alex"));
    }

    @Test
    void mayLeaveTheLastTextEmpty() {
      assertThat(typed(new Child(), "3 tea true")).isEqualTo(new Order(3, "tea", true, ""));
      assertThat(typed(new Echo(), "")).isEqualTo(new Echo.Text(""));
    }

    @Test
    void areSeparatedByBlanksOfAnyNumber() {
      assertThat(typed(new Sized(), " \t1 \t 2.5  ")).isEqualTo(new Point(1, 2.5));
    }

    @Test
    void areTakenAsTheyAreWhateverTheyLookLike() {
      assertThat(typed(new Echo(), "{\"text\": 1}")).isEqualTo(new Echo.Text("{\"text\": 1}"));
      assertThat(typed(new Echo(), "null")).isEqualTo(new Echo.Text("null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 2 3", "a 2", "1 b", "1.5 2", "99999999999 1"})
    void areRefusedInASentenceIfTheyAreTooFewTooManyOrNoNumbers(String words) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> typed(new Sized(), words))
          .withMessage("size cannot take \"%s\"; write size X Y", words);
    }

    @Test
    void areRefusedIfTheRecordRefusesThem() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> typed(new Sleep(), "-1"))
          .withMessage("sleep cannot take \"-1\"; write sleep MS");
    }

    @Test
    void areRefusedIfNothingIsTaken() {
      assertThat(typed(new Nothing(), " ")).isEqualTo(None.NONE);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> typed(new Nothing(), "x"))
          .withMessage("nothing cannot take \"x\"; write nothing");
    }

    /** The code of a record may throw anything, and must not end the actor that reads it. */
    @ParameterizedTest
    @ValueSource(strings = {"assertion", "linkage", "other"})
    void areRefusedWhateverTheRecordThrows(String what) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> typed(new Picky(), what))
          .withMessage("picky cannot take \"%s\"; write picky WHY", what);
    }
  }

  @Nested
  class WrittenRecords {

    @Test
    void comeBackAsTheyWere() {
      Order order = new Order(3, "tea", true, " Kate ");

      assertThat(KnownFunction.of(new Child()).arguments(TERMS, TERMS.write(order)))
          .isEqualTo(order);
    }

    @Test
    void areRefusedIfTheyAreOthers() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  KnownFunction.of(new Sized())
                      .arguments(TERMS, TERMS.write(java.util.List.of("x"))))
          .withMessage("size cannot take these arguments; write size X Y");
    }
  }

  private static <A extends Record> A typed(NamedFunction<A, ?> function, String words) {
    return arguments(KnownFunction.of(function), words);
  }

  private static <A extends Record> A arguments(KnownFunction<A, ?> known, String words) {
    return known.arguments(TERMS, TERMS.write(words));
  }

  private abstract static class Parent<A extends Record> implements BlockingFunction<A, None> {
    @Override
    public None run(A arguments, Io io) {
      return None.NONE;
    }
  }

  private static final class Child extends Parent<Order> {
    @Override
    public String name() {
      return "order";
    }
  }

  private static final class Sized extends Parent<Point> {
    @Override
    public String name() {
      return "size";
    }
  }

  private static final class Nothing extends Parent<None> {
    @Override
    public String name() {
      return "nothing";
    }
  }

  private static final class Picky extends Parent<Fussy> {
    @Override
    public String name() {
      return "picky";
    }
  }

  private static final class Open<A extends Record> extends Parent<A> {
    @Override
    public String name() {
      return "open";
    }
  }

  private static final class Renamed extends Parent<None> {
    private final String name;

    Renamed(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }
  }

  /** A record whose class cannot be initialized. */
  public record Broken(int number) {
    static final int NONE = Integer.parseInt("none");
  }

  private static final class BrokenFunction implements BlockingFunction<Broken, None> {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public None run(Broken arguments, Io io) {
      return None.NONE;
    }
  }

  @Test
  void refusesArgumentsWhoseClassCannotBeLoadedInsteadOfEndingTheNode() {
    KnownFunction<Broken, None> known = KnownFunction.of(new BrokenFunction());
    Term one = TERMS.write("1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> known.arguments(TERMS, one))
        .withMessage("broken cannot take \"1\"; write broken NUMBER");
  }
}
