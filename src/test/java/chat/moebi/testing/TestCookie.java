package chat.moebi.testing;

import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.Credentials;
import java.util.List;

/** The cookie of all nodes within test JVMs. */
public final class TestCookie {

  /** The credentials that the cookie yields. */
  public static final Credentials CREDENTIALS =
      Credentials.of(List.of(Cookie.of("the cookie of all the tests")));

  private TestCookie() {}
}
