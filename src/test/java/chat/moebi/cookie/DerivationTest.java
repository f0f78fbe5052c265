package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pins what nodes of all versions must agree on. The expected values come from elsewhere, from
 * Python's {@code hashlib} and {@code hmac} and arithmetic by hand, so they can be computed again:
 *
 * <pre>
 * seed        = the random bytes of a generated cookie, or of a typed one
 *               hashlib.scrypt(cookie, salt=b"chat.moebi cookie 1", n=2**15, r=8, p=4, dklen=32)
 * okm         = HKDF-SHA-256 of RFC 5869: IKM seed, no salt, info b"chat.moebi identity 1 P-256",
 *               48 bytes
 * d           = int.from_bytes(okm, "big") % (n - 1) + 1, where n is the order of P-256
 * x, y        = d times the generator
 * fingerprint = SHA-256 of 3059301306072a8648ce3d020106082a8648ce3d03010703420004 (hex), x, y
 * </pre>
 */
class DerivationTest {

  private static final BigInteger ORDER_OF_P256 =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  @ParameterizedTest
  @CsvSource({
    "correct horse battery staple, "
        + "43a7a4c83fc8ba5365e49123850943a0a5fe4c16f03980513e6011674b32467e",
    "k\u00e4te \u2764 \uD83D\uDC36, "
        + "649a16e2b44c6300953c2010b97c4a317e42293340fb2ce7991a7bc9652a0c2d"
  })
  void theSeedOfATypedCookieStaysTheSame(String cookie, String seed) {
    byte[] bytes = cookie.getBytes(StandardCharsets.UTF_8);

    assertThat(HexFormat.of().formatHex(Derivation.seedOfTyped(bytes))).isEqualTo(seed);
  }

  @ParameterizedTest
  @CsvSource({
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, "
        + "d79f93bfd88d4dfd8b64b929cbdca6d97cb9adff8f19c34cd1c6f0b88d9eb4bc",
    "43a7a4c83fc8ba5365e49123850943a0a5fe4c16f03980513e6011674b32467e, "
        + "d73d55bdb74ecf3c74481680c8c939fbb7fc1f30b4fff4acde435f3cc27489ed",
    "649a16e2b44c6300953c2010b97c4a317e42293340fb2ce7991a7bc9652a0c2d, "
        + "7075e2a2ef085081c54ec532866aaf34c491cd83eb943b383a016053d3b2fe25"
  })
  void thePrivateKeyOfASeedStaysTheSame(String seed, String scalar) {
    assertThat(Derivation.scalar(HexFormat.of().parseHex(seed), ORDER_OF_P256))
        .isEqualTo(new BigInteger(scalar, 16));
  }

  @ParameterizedTest
  @CsvSource({
    "chat-cookie-AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8, "
        + "d737ff33566e45d25e013d8305b171a59ca90775940ad81718ef6a6fc296ba43",
    "correct horse battery staple, "
        + "e7e8f0ca88c9ae590ecf624956fd92210dac7c02efc94cd9474890e6d322d538",
    // Typed with a separate accent: the same fingerprint as above.
    "ka\u0308te \u2764 \uD83D\uDC36, "
        + "0eed20cbee7154e229ac19d07d956581e9cd59f3d078218998cb98a5d548f6cc"
  })
  void theFingerprintOfACookieStaysTheSame(String cookie, String fingerprint) {
    assertThat(Credentials.of(List.of(Cookie.of(cookie))).fingerprints())
        .containsExactly(new Fingerprint(fingerprint));
  }

  @Test
  void aPrivateKeyIsAnyNumberFromOneToBelowTheOrder() {
    BigInteger order = BigInteger.valueOf(5);

    assertThat(
            IntStream.range(0, 200)
                .mapToObj(i -> Derivation.scalar(new byte[] {(byte) i}, order).intValueExact())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(1, 2, 3, 4);
  }
}
