package chat.moebi.testing;

import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.Credentials;
import java.util.List;

/** Is the cookie of all nodes that run within test JVMs. */
public final class TestCookie {

  /** What nodes of that cookie have. */
  public static final Credentials CREDENTIALS =
      Credentials.of(List.of(Cookie.of("the cookie of all the tests")));

  private TestCookie() {}
}
