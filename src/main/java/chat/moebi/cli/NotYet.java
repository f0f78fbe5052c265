package chat.moebi.cli;

import chat.moebi.node.NodeException;
import chat.moebi.node.NodeException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Refuses what concerns other hosts, in a sentence: until the cookie protects them, nodes listen on
 * the loopback interface alone, and a secret that protects nothing must not look as if it did.
 */
final class NotYet {

  private static final List<String> VARIABLES =
      List.of("CHAT_JOIN", "CHAT_COOKIE", "CHAT_COOKIE_FILE");

  @Option(names = "--join", hidden = true, arity = "0..*", paramLabel = "HOST:PORT")
  private List<String> join;

  @Option(names = "--cookie", hidden = true, arity = "0..1", paramLabel = "TEXT")
  private String cookie;

  @Option(names = "--cookie-file", hidden = true, arity = "0..1", paramLabel = "FILE")
  private String cookieFile;

  /**
   * Checks that none of them was given.
   *
   * @throws NodeException with a sentence for the user
   */
  void check(Map<String, String> environment) {
    Stream.of(
            join == null ? null : "--join",
            cookie == null ? null : "--cookie",
            cookieFile == null ? null : "--cookie-file")
        .filter(Objects::nonNull)
        .findFirst()
        .or(
            () ->
                VARIABLES.stream()
                    .filter(v -> !environment.getOrDefault(v, "").isEmpty())
                    .findFirst())
        .ifPresent(
            given -> {
              throw new NodeException(
                  Reason.INVALID,
                  given
                      + " is not supported yet: nodes listen on the loopback interface only, and"
                      + " those of one user find each other there; leave it out");
            });
  }
}
