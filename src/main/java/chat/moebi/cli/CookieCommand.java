package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.cookie.CookieFile;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Shows where the cookie is, and makes new ones: {@code chat cookie}. */
final class CookieCommand implements Callable<Integer> {

  private final Option<Path> newFile =
      Option.path("--new", "FILE", "Make a file with a new cookie: 256 random bits, mode 0400.");
  private final Option<Path> file =
      Option.path("--cookie-file", "FILE", "The file to look at (~/.config/chat/cookie).");

  private final Option<Boolean> json =
      Option.flag("--json", "Print the path as a JSON object, and errors as JSON Lines.");

  private CookieCommand() {}

  /** Describes it to picocli. */
  static CommandSpec spec() {
    CookieCommand cookie = new CookieCommand();
    CommandSpec spec = CommandSpec.wrapWithoutInspection(cookie).name("cookie");
    spec.usageMessage()
        .description(
            "Prints the path of the file that holds your cookie, the secret that your nodes share.",
            "It is made if there is none. Nodes on other hosts need a copy of it, with mode 0400.")
        .footer(
            "",
            "To change the cookie of running nodes without a gap: give each node a file with the old and",
            "the new one, a line each; then the new and the old; then the new one. Restart it each time.");
    Option.add(spec, cookie.newFile, cookie.file, cookie.json);
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    Display display = Front.pipes(false);
    Path path =
        newFile
            .value()
            .map(CookieCommand::created)
            .orElseGet(() -> checked(ProcessText.environment()));
    display.answer(
        Option.isSet(json)
            ? new JsonMapper().writeValueAsString(Map.of("path", path.toString()))
            : path.toString());
    return ExitStatus.OK;
  }

  private static Path created(Path file) {
    CookieFile.create(file);
    return file;
  }

  private Path checked(Map<String, String> environment) {
    String named = environment.getOrDefault("CHAT_COOKIE_FILE", "");
    if (file.value().isEmpty() && named.isEmpty()) {
      Path own = CookieFile.ofUser(environment);
      CookieFile.readOwn(environment);
      return own;
    }
    Path given = file.value().orElseGet(() -> Path.of(named));
    CookieFile.read(given);
    return given;
  }
}
