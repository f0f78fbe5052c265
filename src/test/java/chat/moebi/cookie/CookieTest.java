package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.name.NodeException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieTest {

  /** The bytes 0 to 31, as a cookie. */
  private static final String GENERATED = "chat-cookie-AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  private static final String DOG = "\uD83D\uDC36";

  @Nested
  class Of {

    @ParameterizedTest
    @ValueSource(strings = {" chocolate", "chocolate\n", "\t\r\n chocolate \u2003", "chocolate"})
    void dropsBlanksAroundIt(String text) {
      assertThat(Cookie.of(text)).isEqualTo(Cookie.of("chocolate"));
      assertThat(Cookie.of(text).text()).isEqualTo("chocolate");
    }

    @Test
    void dropsAByteOrderMarkBeforeIt() {
      assertThat(Cookie.of("\ufeffchocolate\n")).isEqualTo(Cookie.of("chocolate"));
    }

    @Test
    void keepsBlanksWithinIt() {
      assertThat(Cookie.of("two  words").text()).isEqualTo("two  words");
    }

    @Test
    void treatsBothFormsOfAnAccentAsEqual() {
      assertThat(Cookie.of("ka\u0308te").text()).isEqualTo("k\u00e4te");
      assertThat(Cookie.of("ka\u0308te")).isEqualTo(Cookie.of("k\u00e4te"));
    }

    @Test
    void distinguishesUpperFromLowerCase() {
      assertThat(Cookie.of("chocolate")).isNotEqualTo(Cookie.of("Chocolate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\t \u2003\r\n"})
    void refusesATextOfBlanksAlone(String text) {
      assertThat(refusal(text))
          .hasMessage("the cookie is empty; give one, or leave it out to use your own");
    }

    @Test
    void takesUpTo1024Characters() {
      String longest = "0123456789abcdef".repeat(64);

      assertThat(Cookie.of(longest + "\n").text()).isEqualTo(longest);
      assertThat(refusal(longest + "g")).hasMessage("the cookie is longer than 1024 characters");
    }

    @Test
    void refusesOneThatTheLocaleHasMadeUnreadable() {
      // In the locale C, Java decodes every Japanese text to this.
      assertThat(refusal("\uFFFD".repeat(21)))
          .hasMessage(
              "the cookie has characters that this locale does not have; set LC_ALL=C.UTF-8");
      assertThat(refusal("k\uFFFD\uFFFDte and the locale C")).hasMessageContaining("LC_ALL");
    }

    @Test
    void takesAGeneratedOne() {
      assertThat(Cookie.of(GENERATED + "\n").text()).isEqualTo(GENERATED);
      assertThat(Cookie.of(GENERATED).seed()).isEqualTo(zeroTo31());
    }

    @ParameterizedTest
    @MethodSource("chat.moebi.cookie.CookieTest#mangled")
    void refusesAGeneratedOneThatIsNotWhole(String text) {
      assertThat(refusal(text))
          .hasMessage(
              "the cookie begins like a generated one and is not whole; copy all of it again");
    }

    @ParameterizedTest
    @MethodSource("chat.moebi.cookie.CookieTest#refused")
    void neverRevealsItInARefusal(String text) {
      NodeException refusal = refusal(text);

      StringWriter trace = new StringWriter();
      refusal.printStackTrace(new PrintWriter(trace));
      String secret = text.strip().replace("chat-cookie-", "");
      assertThat(trace.toString()).doesNotContain(secret, secret.substring(0, 8));
      assertThat(refusal).hasNoCause();
      assertThat(refusal.getSuppressed()).isEmpty();
    }

    @Test
    void treatsAPartOfThePrefixAsATypedCookie() {
      assertThat(Cookie.of("chat-cookie").isGuessable()).isTrue();
      assertThat(Cookie.of("Chat-Cookie-x").isGuessable()).isTrue();
    }

    private NodeException refusal(String text) {
      return catchThrowableOfType(NodeException.class, () -> Cookie.of(text));
    }
  }

  static Stream<String> mangled() {
    return Stream.of(
        "chat-cookie-",
        GENERATED.substring(0, GENERATED.length() - 1),
        GENERATED.substring(0, GENERATED.length() - 2),
        GENERATED + "A",
        GENERATED + "AA",
        GENERATED.replace('Q', ' '),
        GENERATED.replace('Q', '+'),
        GENERATED.replace('Q', '\n'),
        GENERATED.replace('Q', '\u00e4'),
        GENERATED + " " + GENERATED,
        GENERATED + "\n" + GENERATED);
  }

  static Stream<String> refused() {
    return Stream.concat(
        Stream.of("chocolate".repeat(200)),
        mangled().filter(text -> text.length() > "chat-cookie-".length()));
  }

  @Nested
  class Generate {

    @Test
    void makesAnotherOneEachTime() {
      Set<String> texts = new HashSet<>();
      for (int i = 0; i < 1000; i++) {
        texts.add(Cookie.generate().text());
      }
      assertThat(texts).hasSize(1000);
    }

    @Test
    void makes256BitsEachOfWhichIsRandom() {
      byte[] everSet = new byte[32];
      byte[] everClear = new byte[32];
      for (int i = 0; i < 200; i++) {
        byte[] seed = Cookie.generate().seed();
        assertThat(seed).hasSize(32);
        for (int j = 0; j < 32; j++) {
          everSet[j] |= seed[j];
          everClear[j] |= (byte) ~seed[j];
        }
      }
      assertThat(everSet).containsOnly(0xff);
      assertThat(everClear).containsOnly(0xff);
    }

    @Test
    void writesAllBitsInAFormWithoutBlanksOrQuotes() {
      Cookie cookie = Cookie.generate();

      assertThat(cookie.text()).matches("chat-cookie-[A-Za-z0-9_-]{43}");
      assertThat(Base64.getUrlDecoder().decode(cookie.text().substring("chat-cookie-".length())))
          .isEqualTo(cookie.seed());
    }

    @Test
    void makesOneThatIsReadBackAsTheSame() {
      for (int i = 0; i < 100; i++) {
        Cookie cookie = Cookie.generate();
        Cookie read = Cookie.of(cookie.text() + "\n");

        assertThat(read).isEqualTo(cookie).hasSameHashCodeAs(cookie);
        assertThat(read.seed()).isEqualTo(cookie.seed());
      }
    }
  }

  @Nested
  class Guessable {

    @Test
    void isATypedOneOfFewerThan20Characters() {
      assertThat(Cookie.of("a").isGuessable()).isTrue();
      assertThat(Cookie.of("nineteen characters").isGuessable()).isTrue();
      assertThat(Cookie.of("of twenty characters").isGuessable()).isFalse();
    }

    @Test
    void isNotLongerForBlanksAroundIt() {
      assertThat(Cookie.of("   nineteen characters   ").isGuessable()).isTrue();
    }

    @Test
    void isNotLongerForCharactersThatTakeTwoChars() {
      assertThat(Cookie.of(DOG.repeat(19)).isGuessable()).isTrue();
      assertThat(Cookie.of(DOG.repeat(20)).isGuessable()).isFalse();
    }

    @Test
    void isNotLongerForAccentsThatWereTypedApart() {
      assertThat(Cookie.of("a\u0308".repeat(19)).isGuessable()).isTrue();
      assertThat(Cookie.of("a\u0308".repeat(20)).isGuessable()).isFalse();
    }

    @Test
    void isNeverAGeneratedOne() {
      assertThat(Cookie.generate().isGuessable()).isFalse();
      assertThat(Cookie.of(GENERATED).isGuessable()).isFalse();
    }
  }

  // DerivationTest has the seed of a typed cookie.
  @Nested
  class Seed {

    @Test
    void isItsRandomBytesIfItWasGenerated() {
      assertThat(Cookie.of(GENERATED).seed()).isEqualTo(zeroTo31());
    }

    @Test
    void isACopyThatItsHolderMayChange() {
      Cookie cookie = Cookie.of(GENERATED);

      cookie.seed()[0] = 99;

      assertThat(cookie.seed()).isEqualTo(zeroTo31());
    }
  }

  @Nested
  class Comparing {

    @Test
    void isByTheText() {
      assertThat(Cookie.of("chocolate"))
          .isEqualTo(Cookie.of("chocolate"))
          .hasSameHashCodeAs(Cookie.of("chocolate"))
          .isNotEqualTo(Cookie.of("chocolat"))
          .isNotEqualTo(Cookie.of("chocolates"))
          .isNotEqualTo(Cookie.of("chocolats"));
    }

    @Test
    void differsFromOtherTypes() {
      assertThat(Cookie.of("chocolate")).isNotEqualTo(null).isNotEqualTo((Object) "chocolate");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chocolate", GENERATED})
  void neverShowsItself(String text) {
    assertThat(Cookie.of(text)).hasToString("Cookie(hidden)");
  }

  private static byte[] zeroTo31() {
    byte[] bytes = new byte[32];
    for (byte i = 0; i < bytes.length; i++) {
      bytes[i] = i;
    }
    return bytes;
  }
}
