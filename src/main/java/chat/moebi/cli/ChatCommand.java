package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.chat.ChatListener;
import chat.moebi.console.Console;
import chat.moebi.cookie.Credentials;
import chat.moebi.node.NodeName;
import chat.moebi.node.Registry;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Terms;
import chat.moebi.relay.RelayServer;
import chat.moebi.relay.RemoteScripts;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a node: {@code chat --name kate}. */
@Command(
    name = "chat",
    sortOptions = false,
    versionProvider = Version.class,
    description = {
      "Starts a node that chats with the other nodes of its user on this host, and with those"
          + " that --join names on other hosts. Only nodes of the same cookie can connect.",
      "Every flag but --json and --color can be set by the environment too: CHAT_NAME,"
          + " CHAT_HOST, ...; a flag beats the environment, which beats --config."
    },
    footer = {
      "",
      "At the prompt: @NODE TEXT sends, /nodes lists, /help tells more, /quit leaves.",
      "Ctrl-C drops the line, or stops waiting for what runs.",
      "Without a terminal, lines of standard input are carried out in order; at their end the",
      "exit status is that of the first line that failed, as for send."
    })
final class ChatCommand implements Callable<Integer> {

  @Option(
      names = "--name",
      paramLabel = "NAME[@HOST]",
      description = "The node's name: 1 to 63 letters, digits, _ and -.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "The host part of the name, and the address that other nodes reach it by (localhost).")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The local address to listen on (the host).")
  private Optional<String> bind = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on (any free one).")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "Contact points on other hosts, with commas or repeated; the same list may be given to"
              + " every node. Needs --host, or NAME@HOST.")
  private List<String> join;

  @Mixin private final CookieOptions cookie = new CookieOptions();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      converter = PathConverter.class,
      description = "HOCON laid over the built-in configuration.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--functions",
      paramLabel = "DIR",
      description = "A directory of jars with functions of one's own, for /spawn and /task.")
  private Optional<String> functionsDirectory = Optional.empty();

  @Option(names = "--headless", description = "Read no input; run until SIGTERM or SIGINT.")
  private Boolean headless;

  @Option(names = "--json", description = "Write events as JSON Lines (piped or headless).")
  private boolean json;

  @Mixin private final Color color = new Color();

  @Mixin private final HelpOptions help = new HelpOptions();

  private final Map<String, String> environment = ProcessText.environment();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Boolean.TRUE.equals(headless)) {
      Front.prepare(); // The configuration is being read meanwhile.
    }
    Config config = Configuration.of(flags(), environment, file.orElse(null));
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
    try (Console console = Front.open(itsName, isHeadless, json, color, environment)) {
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
    name.ifPresent(value -> flags.put("chat.name", value));
    host.ifPresent(value -> flags.put("chat.host", value));
    bind.ifPresent(value -> flags.put("chat.bind", value));
    port.ifPresent(value -> flags.put("chat.port", value));
    if (join != null) {
      flags.put("chat.join", join);
    }
    functionsDirectory.ifPresent(value -> flags.put("chat.functions", value));
    if (headless != null) {
      flags.put("chat.headless", headless);
    }
    return flags;
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
