package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.chat.ChatListener;
import chat.moebi.console.Console;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Terms;
import chat.moebi.registry.Registry;
import chat.moebi.script.RelayServer;
import chat.moebi.script.RemoteScripts;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import picocli.CommandLine.Model.CommandSpec;

/** Starts a node: {@code chat --name kate}. */
final class ChatCommand implements Callable<Integer> {

  private final Option<String> name =
      Option.text("--name", "NAME[@HOST]", "The node's name: 1 to 63 letters, digits, _ and -.");
  private final Option<String> host =
      Option.text(
          "--host",
          "HOST",
          "The host part of the name, and the address that other nodes reach it by (localhost).");
  private final Option<String> bind =
      Option.text("--bind", "ADDRESS", "The local address to listen on (the host).");
  private final Option<Integer> port =
      Option.of(Integer.class, "--port", "PORT", "The port to listen on (any free one).");
  private final Option<List<String>> join =
      Option.texts(
          "--join",
          "HOST:PORT",
          "Contact points on other hosts, with commas or repeated; the same list may be given to"
              + " every node. Needs --host, or NAME@HOST.");
  private final CookieOptions cookie = new CookieOptions();
  private final Option<Path> file =
      Option.path("--config", "FILE", "HOCON laid over the built-in configuration.");
  private final Option<String> functionsDirectory =
      Option.text(
          "--functions",
          "DIR",
          "A directory of jars with functions of one's own, for /spawn and /task.");
  private final Option<Boolean> headless =
      Option.flag("--headless", "Read no input; run until SIGTERM or SIGINT.");
  private final Option<Boolean> json =
      Option.flag("--json", "Write events as JSON Lines (piped or headless).");
  private final Color color = new Color();

  private final Map<String, String> environment = ProcessText.environment();

  private ChatCommand() {}

  /** Describes it to picocli. */
  static CommandSpec spec() {
    ChatCommand chat = new ChatCommand();
    CommandSpec spec = CommandSpec.wrapWithoutInspection(chat).name("chat");
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
    Option.add(spec, chat.name, chat.host, chat.bind, chat.port, chat.join);
    chat.cookie.addTo(spec);
    Option.add(spec, chat.file, chat.functionsDirectory, chat.headless, chat.json);
    chat.color.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Option.isSet(headless)) {
      Front.prepare(); // The configuration is being read meanwhile.
    }
    Config config = Configuration.of(flags(), environment, file.value().orElse(null));
    Background<Object> check =
        new Background<>("settings", Executors.callable(() -> Settings.check(config)));
    Background<Credentials> credentials =
        new Background<>("credentials", () -> cookie.credentials(environment, config));
    NodeName itsName = Settings.name(config);
    Functions functions = functions(config.getString("chat.functions"));
    check.result(); // Before anything is started, or registered.
    Registry registry = Registry.ofUser(environment);
    int maxScripts = config.getInt("chat.max-scripts");
    ReadyFile readyFile = new ReadyFile(config.getString("chat.ready-file"));
    boolean isHeadless = config.getBoolean("chat.headless");
    Logs logs = new Logs(itsName.toString(), config, environment);
    try (Console console =
        Front.open(itsName, isHeadless, Option.isSet(json), color, environment)) {
      Settings settings = Settings.from(config, credentials.result());
      return Foreground.run(
          console,
          settings.leaveTimeout(),
          () -> {},
          (output, ending, onClaimed) -> {
            CompletableFuture<Chat> ready = new CompletableFuture<>();
            Chat chat =
                Chat.start(
                    settings,
                    registry,
                    output,
                    new ChatListener() {
                      @Override
                      public void claimed() {
                        onClaimed.run();
                        logs.begin(console.display());
                        new Background<>("messages", Executors.callable(Terms::prepare));
                      }

                      @Override
                      public void starting(AutoCloseable node) {
                        ending.add(node);
                        readyFile.clear();
                      }

                      @Override
                      public void connected(boolean isConnected) {
                        readyFile.keep(isConnected);
                      }
                    },
                    Otp.with(settings, functions),
                    RemoteScripts.annex(ready, maxScripts));
            ready.complete(chat);
            serveScripts(chat, maxScripts, ending, console);
            readyFile.create();
            ending.add(readyFile);
            return chat;
          });
    }
  }

  private Map<String, Object> flags() {
    Map<String, Object> flags = new HashMap<>();
    put(flags, "chat.name", name);
    put(flags, "chat.host", host);
    put(flags, "chat.bind", bind);
    put(flags, "chat.port", port);
    put(flags, "chat.join", join);
    put(flags, "chat.functions", functionsDirectory);
    put(flags, "chat.headless", headless);
    return flags;
  }

  private static void put(Map<String, Object> flags, String path, Option<?> option) {
    option.value().ifPresent(value -> flags.put(path, value));
  }

  private static Functions functions(String directory) {
    Functions installed = Functions.installed();
    return directory.isEmpty() ? installed : installed.withJarsIn(Path.of(directory));
  }

  private static void serveScripts(Chat chat, int maxScripts, Ending ending, Console console) {
    try {
      ending.add(RelayServer.start(chat, maxScripts));
    } catch (IOException e) {
      console.display().note("scripts cannot use this node: " + e.getMessage());
    }
  }
}
