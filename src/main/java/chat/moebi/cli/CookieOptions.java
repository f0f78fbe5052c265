package chat.moebi.cli;

import static chat.moebi.name.NodeException.Reason.BAD_CONFIGURATION;

import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeException;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The options for the cookie. They beat the environment, which beats {@code --config}, which beats
 * the user's own file. The cookie never becomes part of the configuration, which may be logged.
 *
 * <p>Each method throws a {@link NodeException} with a sentence for the user.
 */
final class CookieOptions {

  private final Option<String> cookie;
  private final Option<Path> file;

  CookieOptions(CommandSpec command) {
    cookie =
        Option.text(
            command,
            "--cookie",
            "TEXT",
            "The secret that nodes share. Other users of this host can see it in the list of"
                + " processes; a file is better.");
    file =
        Option.path(
            command,
            "--cookie-file",
            "FILE",
            "The file that holds it (~/.config/chat/cookie, made on first use). Of several lines,"
                + " the first is offered, all are accepted.");
  }

  /** Derives the keys of a node. */
  Credentials credentials(Map<String, String> environment, Config config) {
    Optional<List<Cookie>> given = given(environment);
    if (config.getBoolean("chat.plain-tcp")) {
      if (given.isPresent()) {
        throw new NodeException(
            BAD_CONFIGURATION, "with chat.plain-tcp a cookie protects nothing; leave one out");
      }
      return Credentials.none();
    }
    String configured = config.getString("chat.cookie-file");
    return Credentials.of(
        given.orElseGet(
            () ->
                configured.isEmpty()
                    ? CookieFile.readOwn(environment)
                    : CookieFile.read(Path.of(configured))));
  }

  /** Returns the user's own file if a node would use it; empty if it would use another cookie. */
  Optional<Path> ownFile(Map<String, String> environment, Config config) {
    boolean isOther =
        config.getBoolean("chat.plain-tcp")
            || !config.getString("chat.cookie-file").isEmpty()
            || given(environment).isPresent();
    return isOther ? Optional.empty() : Optional.of(CookieFile.ofUser(environment));
  }

  /** Derives the keys of the cookie that a script was given; empty if it was given none. */
  Optional<Credentials> givenCredentials(Map<String, String> environment) {
    return given(environment).map(Credentials::of);
  }

  /** Derives the keys of the user's own cookie. */
  static Credentials ownCredentials(Map<String, String> environment) {
    return Credentials.of(CookieFile.readOwn(environment));
  }

  private Optional<List<Cookie>> given(Map<String, String> environment) {
    return given("--cookie", cookie.value(), "--cookie-file", file.value())
        .or(
            () ->
                given(
                    "CHAT_COOKIE",
                    variable(environment, "CHAT_COOKIE"),
                    "CHAT_COOKIE_FILE",
                    variable(environment, "CHAT_COOKIE_FILE").map(Path::of)));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  private static Optional<List<Cookie>> given(
      String textName, Optional<String> text, String fileName, Optional<Path> file) {
    if (text.isPresent() && file.isPresent()) {
      throw new NodeException(
          BAD_CONFIGURATION, "give " + textName + " or " + fileName + ", not both");
    }
    return text.map(Cookie::of).map(List::of).or(() -> file.map(CookieFile::read));
  }
}
