package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  private static final Cookie ONE = Cookie.generate();
  private static final Cookie TWO = Cookie.generate();
  private static final Fingerprint OF_ONE = Identity.of(ONE).fingerprint();
  private static final Fingerprint OF_TWO = Identity.of(TWO).fingerprint();
  private static final Credentials WITH_A_TYPED_ONE =
      Credentials.of(List.of(ONE, Cookie.of("chocolate")));

  @Nested
  class Fingerprints {

    @Test
    void areThoseOfTheCookiesInTheirOrder() {
      assertThat(Credentials.of(List.of(ONE, TWO)).fingerprints()).containsExactly(OF_ONE, OF_TWO);
      assertThat(Credentials.of(List.of(TWO, ONE)).fingerprints()).containsExactly(OF_TWO, OF_ONE);
    }

    @Test
    void areNotRepeatedIfCookiesAre() {
      assertThat(Credentials.of(List.of(ONE, TWO, Cookie.of(ONE.text()))).fingerprints())
          .containsExactly(OF_ONE, OF_TWO);
    }
  }

  @Nested
  class Guessable {

    @Test
    void holdsIfAnyOfTheCookiesIs() {
      assertThat(WITH_A_TYPED_ONE.isGuessable()).isTrue();
      assertThat(Credentials.of(List.of(ONE, TWO)).isGuessable()).isFalse();
    }
  }

  // RecognitionTest has the matches while a cookie changes.
  @Nested
  class Matching {

    @Test
    void isForNodesOfOneCookie() {
      Credentials one = Credentials.of(List.of(ONE));

      assertThat(one.matches(List.of(OF_ONE))).isTrue();
      assertThat(one.matches(List.of(OF_TWO))).isFalse();
    }

    @Test
    void isNotBetweenACookieAndNone() {
      assertThat(Credentials.of(List.of(ONE)).matches(List.of())).isFalse();
      assertThat(Credentials.none().matches(List.of(OF_ONE))).isFalse();
    }
  }

  @Nested
  class None {

    @Test
    void haveNoFingerprintAndAreNotGuessable() {
      assertThat(Credentials.none().isNone()).isTrue();
      assertThat(Credentials.none().fingerprints()).isEmpty();
      assertThat(Credentials.none().isGuessable()).isFalse();
      assertThat(Credentials.of(List.of(ONE)).isNone()).isFalse();
    }

    @Test
    void matchEachOther() {
      assertThat(Credentials.none().matches(List.of())).isTrue();
    }
  }

  @Test
  void namesTheCookiesAndTellsNone() {
    assertThat(Credentials.of(List.of(ONE, TWO)))
        .hasToString("Credentials(" + OF_ONE + ", " + OF_TWO + ")");
    assertThat(WITH_A_TYPED_ONE.toString()).doesNotContain("chocolate", ONE.text());
    assertThat(Credentials.none()).hasToString("Credentials()");
  }
}
