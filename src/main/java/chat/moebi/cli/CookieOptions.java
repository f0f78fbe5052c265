package chat.moebi.cli;

import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.CookieException;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Finds the cookie: a flag beats the environment, which beats {@code --config}, which beats the
 * user's own file. It never becomes a part of the configuration, which may be logged.
 */
final class CookieOptions {

  private final Option<String> cookie =
      Option.text(
          "--cookie",
          "TEXT",
          "The secret that nodes share. Other users of this host can see it in the list of"
              + " processes; a file is better.");
  private final Option<Path> file =
      Option.path(
          "--cookie-file",
          "FILE",
          "The file that holds it (~/.config/chat/cookie, made on first use). Of several lines, the"
              + " first is offered, all are accepted.");

  /** Lets a command take them. */
  void addTo(CommandSpec command) {
    Option.add(command, cookie, file);
  }

  /**
   * Makes keys of the cookie that a node is to have.
   *
   * @throws CookieException with a sentence for the user
   */
  Credentials credentials(Map<String, String> environment, Config config) {
    if (config.getBoolean("chat.plain-tcp")) {
      if (given(environment).isPresent()) {
        throw new CookieException("with chat.plain-tcp a cookie protects nothing; leave one out");
      }
      return Credentials.none();
    }
    return Credentials.of(
        given(environment)
            .orElseGet(
                () -> {
                  String configured = config.getString("chat.cookie-file");
                  return configured.isEmpty()
                      ? CookieFile.readOwn(environment)
                      : CookieFile.read(Path.of(configured));
                }));
  }

  /**
   * Makes keys of the cookie that a script was given; nothing if it was given none.
   *
   * @throws CookieException with a sentence for the user
   */
  Optional<Credentials> givenCredentials(Map<String, String> environment) {
    return given(environment).map(Credentials::of);
  }

  /**
   * Makes keys of the user's own cookie.
   *
   * @throws CookieException with a sentence for the user
   */
  static Credentials ownCredentials(Map<String, String> environment) {
    return Credentials.of(CookieFile.readOwn(environment));
  }

  private Optional<List<Cookie>> given(Map<String, String> environment) {
    return given("--cookie", cookie.value(), "--cookie-file", file.value())
        .or(
            () ->
                given(
                    "CHAT_COOKIE",
                    set(environment, "CHAT_COOKIE"),
                    "CHAT_COOKIE_FILE",
                    set(environment, "CHAT_COOKIE_FILE").map(Path::of)));
  }

  private static Optional<String> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  private static Optional<List<Cookie>> given(
      String textName, Optional<String> text, String pathName, Optional<Path> path) {
    if (text.isPresent() && path.isPresent()) {
      throw new CookieException("give " + textName + " or " + pathName + ", not both");
    }
    return text.map(Cookie::of).map(List::of).or(() -> path.map(CookieFile::read));
  }
}
