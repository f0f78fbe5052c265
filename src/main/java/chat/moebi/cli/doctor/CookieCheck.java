package chat.moebi.cli.doctor;

import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks the cookie that a node would use.
 *
 * @param finding the finding about the cookie
 * @param credentials the keys of the cookie; empty if it cannot be used, or is not made yet
 */
public record CookieCheck(Finding finding, Optional<Credentials> credentials) {

  private static final String COOKIE = "cookie";

  /**
   * Checks the cookie.
   *
   * @param ownFile returns the user's own file; empty if a node would use another cookie
   * @param derived derives the keys, and would create the user's own file
   */
  public static CookieCheck of(Supplier<Optional<Path>> ownFile, Supplier<Credentials> derived) {
    try {
      Optional<Path> own = ownFile.get();
      if (own.isPresent() && Files.notExists(own.get())) {
        return new CookieCheck(
            Finding.ok(COOKIE, "the cookie file " + own.get() + " is made by the first node"),
            Optional.empty());
      }
      Credentials credentials = derived.get();
      return new CookieCheck(Finding.ok(COOKIE, words(own, credentials)), Optional.of(credentials));
    } catch (NodeException e) {
      return new CookieCheck(
          Finding.fault(
              COOKIE,
              e.getMessage(),
              "give another --cookie-file, or make one: chat cookie --new FILE"),
          Optional.empty());
    }
  }

  private static String words(Optional<Path> own, Credentials credentials) {
    if (credentials.isNone()) {
      return "no cookie is used, as chat.plain-tcp says";
    }
    int number = credentials.fingerprints().size();
    return own.map(path -> "the cookie file " + path).orElse("the given cookie")
        + " can be used, and holds "
        + (number == 1 ? "one cookie" : number + " cookies; the first is offered");
  }
}
