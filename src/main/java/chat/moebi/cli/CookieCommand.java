package chat.moebi.cli;

import chat.moebi.cookie.CookieFile;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Shows where the cookie is, and creates new ones: {@code chat cookie}. */
final class CookieCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("cookie");
  private final Option<Path> newFile =
      Option.path(
          spec, "--new", "FILE", "Make a file with a new cookie: 256 random bits, mode 0400.");
  private final Option<Path> file =
      Option.path(spec, "--cookie-file", "FILE", "The file to look at (~/.config/chat/cookie).");
  private final Option<Boolean> json =
      Option.flag(spec, "--json", "Print the path as a JSON object, and errors as JSON Lines.");

  private CookieCommand() {}

  /** Describes the command to picocli. */
  static CommandSpec spec() {
    CommandSpec spec = new CookieCommand().spec;
    spec.usageMessage()
        .description(
            "Prints the path of the file that holds your cookie, the secret that your nodes share.",
            "It is made if there is none. Nodes on other hosts need a copy of it, with mode 0400.",
            "To change the cookie of running nodes without a gap: give each node a file with the old"
                + " and the new one, a line each; then the new and the old; then the new one. Restart"
                + " it each time.");
    Help.addExamples(
        spec.usageMessage(),
        "  chat cookie",
        "  chat cookie --new cookie",
        "  ssh kate.example 'umask 077; cat > cookie' < cookie");
    return spec;
  }

  @Override
  public Integer call() {
    String path = path(ProcessText.environment()).toString();
    StandardStreams.display(false, false)
        .answer(
            Option.isSet(json)
                ? JsonNodeFactory.instance.objectNode().put("path", path).toString()
                : path);
    return ExitStatus.OK;
  }

  private Path path(Map<String, String> environment) {
    if (newFile.value().isPresent()) {
      CookieFile.create(newFile.value().get());
      return newFile.value().get();
    }
    String variable = environment.getOrDefault("CHAT_COOKIE_FILE", "");
    if (file.value().isEmpty() && variable.isEmpty()) {
      CookieFile.readOwn(environment);
      return CookieFile.ofUser(environment);
    }
    Path given = file.value().orElseGet(() -> Path.of(variable));
    CookieFile.read(given);
    return given;
  }
}
