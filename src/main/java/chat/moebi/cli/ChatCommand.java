package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.chat.ChatListener;
import chat.moebi.console.Console;
import chat.moebi.console.ProcessTerminal;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Terms;
import chat.moebi.registry.Registry;
import chat.moebi.script.RemoteScripts;
import chat.moebi.script.ScriptServer;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Starts a node: {@code chat --name kate}. */
final class ChatCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("chat");
  private final CookieOptions cookie;
  private final Option<Path> file;
  private final Option<Boolean> headless;
  private final Option<Boolean> json;
  private final Color color;

  private final Map<String, String> environment = ProcessText.environment();

  /** Adds the options in the order of the help. */
  private ChatCommand() {
    Option.text(
        spec, "--name", "NAME[@HOST]", "The node's name: 1 to 63 letters, digits, _ and -.");
    Option.text(
        spec,
        "--host",
        "HOST",
        "The host part of the name, and the address that other nodes reach it by (localhost).");
    Option.text(spec, "--bind", "ADDRESS", "The local address to listen on (the host).");
    Option.of(spec, Integer.class, "--port", "PORT", "The port to listen on (any free one).");
    Option.texts(
        spec,
        "--join",
        "HOST:PORT",
        "Contact points on other hosts, with commas or repeated; the same list may be given to"
            + " every node. Needs --host, or NAME@HOST.");
    cookie = new CookieOptions(spec);
    file = Option.path(spec, "--config", "FILE", "HOCON laid over the built-in configuration.");
    Option.text(
        spec,
        "--functions",
        "DIR",
        "A directory of jars with functions of one's own, for /spawn and /task.");
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
                + " CHAT_HOST, ...; a flag beats the environment, which beats --config.")
        .footer(
            "",
            "At the prompt: @NODE TEXT sends, /nodes lists, /help tells more, /quit leaves.",
            "Ctrl-C drops the line, or stops waiting for what runs.",
            "Without a terminal, lines of standard input are carried out in order; at their end the",
            "exit status is that of the first line that failed, as for send.");
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Option.isSet(headless)) {
      ProcessTerminal.prepare(); // While the configuration is read in the background.
    }
    Config config = Configuration.of(flags(), environment, file.value().orElse(null));
    Background<Void> check = new Background<>("settings", () -> Settings.check(config));
    Background<Credentials> credentials =
        new Background<>("credentials", () -> cookie.credentials(environment, config));
    NodeName nodeName = Settings.name(config);
    Functions known = functions(config.getString("chat.functions"));
    check.result(); // Before anything is started or registered.
    Registry registry = Registry.ofUser(environment);
    int maxScripts = config.getInt("chat.max-scripts");
    ReadyFile readyFile = new ReadyFile(config.getString("chat.ready-file"));
    boolean isHeadless = config.getBoolean("chat.headless");
    Logs logs = new Logs(nodeName.toString(), config, environment);
    try (Console console =
        StandardStreams.console(nodeName, isHeadless, Option.isSet(json), color, environment)) {
      Settings settings = Settings.from(config, credentials.result());
      return ConsoleRunner.run(
          console,
          settings.leaveTimeout(),
          () -> {},
          (output, shutdown, onClaimed) -> {
            CompletableFuture<Chat> ready = new CompletableFuture<>();
            ChatListener listener =
                new ChatListener() {
                  @Override
                  public void claimed() {
                    onClaimed.run();
                    logs.begin(console.display());
                    new Background<>("messages", Terms::prepare);
                  }

                  @Override
                  public void starting(AutoCloseable node) {
                    shutdown.add(node);
                    readyFile.clear();
                  }

                  @Override
                  public void connected(boolean isConnected) {
                    readyFile.keep(isConnected);
                  }
                };
            Chat chat =
                Chat.start(
                    settings,
                    registry,
                    output,
                    listener,
                    Otp.with(settings, known),
                    RemoteScripts.annex(ready, maxScripts));
            ready.complete(chat);
            serveScripts(chat, maxScripts, shutdown, console);
            readyFile.create();
            shutdown.add(readyFile);
            return chat;
          });
    }
  }

  private Map<String, Object> flags() {
    Map<String, Object> flags = new HashMap<>();
    for (String name : Configuration.NAMES) {
      OptionSpec option = spec.findOption("--" + name);
      if (option != null && option.getValue() != null) {
        flags.put("chat." + name, option.getValue());
      }
    }
    return flags;
  }

  private static Functions functions(String directory) {
    Functions installed = Functions.installed();
    return directory.isEmpty() ? installed : installed.withJarsIn(Path.of(directory));
  }

  private static void serveScripts(
      Chat chat, int maxScripts, ProcessShutdown shutdown, Console console) {
    try {
      shutdown.add(ScriptServer.start(chat, maxScripts));
    } catch (IOException e) {
      console.display().note("scripts cannot use this node: " + e.getMessage());
    }
  }
}
