package chat.moebi.cli;

import chat.moebi.console.Console;
import chat.moebi.console.ProcessTerminal;
import chat.moebi.console.ReadingSettings;
import chat.moebi.cookie.Home;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;

/** Starts a node: {@code chat --name kate}. */
final class ChatCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("chat");
  private final NodeOptions node = new NodeOptions(spec, "");
  private final Option<Boolean> headless;
  private final Option<Boolean> json;
  private final Color color;

  /** Adds the options in the order of the help. */
  private ChatCommand() {
    headless = Option.flag(spec, "--headless", "Read no input; run until SIGTERM or SIGINT.");
    json = Option.flag(spec, "--json", "Write events as JSON Lines (piped or headless).");
    color = new Color(spec);
  }

  /** Describes the command to picocli. */
  static CommandSpec spec() {
    CommandSpec spec = new ChatCommand().spec;
    spec.usageMessage()
        .description(
            "Starts a node that chats with the other nodes of its user on this host, and with those"
                + " that --join names on other hosts. Only nodes of the same cookie can connect.",
            "Every flag but --json and --color can be set by the environment too: CHAT_NAME,"
                + " CHAT_HOST, ...; a flag beats the environment, which beats --config.",
            "At the prompt: @NODE TEXT sends, /nodes lists, /help tells more, /quit leaves. Ctrl-C"
                + " drops the line, or stops waiting for what runs.",
            "Without a terminal, lines of standard input are carried out in order; at their end the"
                + " exit status is that of the first line that failed, as for send.");
    Help.addExamples(
        spec.usageMessage(),
        "  chat demo",
        "  chat --name kate",
        "  printf '@kate hi\\n' | chat --name alex",
        "  chat --name ops --host ops.example --port 2551 --join db.example:2551");
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Option.isSet(headless)) {
      ProcessTerminal.prepare(); // While the configuration is read in the background.
    }
    Map<String, String> environment = ProcessText.environment();
    Config config = node.config(environment);
    NodeStart start = new NodeStart(config, node.cookie(), environment);
    boolean isHeadless = config.getBoolean("chat.headless");
    Optional<Path> history =
        Home.stateDirectory(environment).map(state -> state.resolve(start.name() + ".input"));
    try (Console console =
        StandardStreams.console(
            start.name(),
            isHeadless,
            Option.isSet(json),
            color,
            environment,
            history,
            ReadingSettings.of(config))) {
      return start.run(console, UnaryOperator.identity());
    }
  }
}
