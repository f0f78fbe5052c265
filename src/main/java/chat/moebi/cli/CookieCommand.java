package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.cookie.CookieFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows where the cookie is, and makes new ones: {@code chat cookie}. */
@Command(
    name = "cookie",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the path of the file that holds your cookie, the secret that your nodes share.",
      "It is made if there is none. Nodes on other hosts need a copy of it, with mode 0400."
    },
    footer = {
      "",
      "To change the cookie of running nodes without a gap: give each node a file with the old and",
      "the new one, a line each; then the new and the old; then the new one. Restart it each time."
    })
final class CookieCommand implements Callable<Integer> {

  @Option(
      names = "--new",
      paramLabel = "FILE",
      description = "Make a file with a new cookie: 256 random bits, mode 0400.")
  private Path newFile;

  @Option(
      names = "--cookie-file",
      paramLabel = "FILE",
      description = "The file to look at (~/.config/chat/cookie).")
  private Path file;

  @Override
  public Integer call() {
    Display display = Front.pipes(false);
    if (newFile != null) {
      CookieFile.create(newFile);
      display.answer(newFile.toString());
    } else {
      display.answer(checked(System.getenv()).toString());
    }
    return ExitStatus.OK;
  }

  private Path checked(Map<String, String> environment) {
    String named = environment.getOrDefault("CHAT_COOKIE_FILE", "");
    if (file == null && named.isEmpty()) {
      Path own = CookieFile.ofUser(environment);
      CookieFile.readOwn(own);
      return own;
    }
    Path given = file == null ? Path.of(named) : file;
    CookieFile.read(given);
    return given;
  }
}
