package chat.moebi.cli.doctor;

import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.Credentials;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Checks what the process runs on: the JVM, and the locale of the terminal. */
public final class ProcessCheck {

  private static final String JAVA = "java";
  private static final String TERMINAL = "terminal";

  private ProcessCheck() {}

  /** Checks the JVM, of which a node needs TLS 1.3. */
  public static Finding java() {
    String version = "Java " + System.getProperty("java.version");
    try {
      Credentials.of(List.of(Cookie.generate())).prepare();
      return Finding.ok(JAVA, version + " has all that a node needs");
    } catch (IllegalStateException e) {
      return Finding.fault(JAVA, version + ": " + e.getMessage() + "; use another JDK");
    }
  }

  /**
   * Checks the charset of the locale: the program writes UTF-8 whatever the locale.
   *
   * @param environment in which {@code ./chat} has put the terminal's locale as CHAT_LOCALE,
   *     because it sets LC_ALL
   */
  public static Finding terminal(Map<String, String> environment) {
    String locale =
        Stream.of("CHAT_LOCALE", "LC_ALL", "LC_CTYPE", "LANG")
            .map(variable -> environment.getOrDefault(variable, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("C");
    String charset = locale.toLowerCase(Locale.ROOT).replace("-", "");
    if (charset.contains("utf8")) {
      return Finding.ok(TERMINAL, "the locale " + locale + " is UTF-8");
    }
    if (List.of("c", "posix").contains(charset)) {
      return Finding.ok(TERMINAL, "no locale is set; the terminal has to show UTF-8");
    }
    return Finding.fault(
        TERMINAL,
        "the locale "
            + locale
            + " is not UTF-8, which the chat reads and writes; let the terminal show UTF-8, and set"
            + " LANG=C.UTF-8");
  }
}
