package chat.moebi.cli;

import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.chat.Chat;
import chat.moebi.console.Console;
import chat.moebi.cookie.Credentials;
import chat.moebi.function.Functions;
import chat.moebi.node.NodeName;
import chat.moebi.node.Registry;
import chat.moebi.node.Settings;
import chat.moebi.relay.RelayServer;
import chat.moebi.relay.RemoteScripts;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a node: {@code chat --name kate}. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Starts a node that chats with the other nodes of its user on this host, and with those that"
          + " --join names on other hosts. Only nodes of the same cookie can connect.",
      "Every flag but --json and --color can be set by the environment too: CHAT_NAME, CHAT_HOST, ...;"
          + " a flag beats the environment, which beats --config."
    },
    footer = {
      "",
      "At the prompt: @NODE TEXT sends, /nodes lists, /help tells more, /quit leaves.",
      "Without a terminal, lines of standard input are carried out in order."
    })
final class ChatCommand implements Callable<Integer> {

  @Option(
      names = "--name",
      paramLabel = "NAME[@HOST]",
      description = "The node's name: 1 to 63 letters, digits, _ and -.")
  private String name;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "The host part of the name, and the address that other nodes reach it by (localhost).")
  private String host;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The local address to listen on (the host).")
  private String bind;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on (any free one).")
  private Integer port;

  @Option(
      names = "--join",
      split = ",",
      paramLabel = "HOST:PORT",
      description =
          "Contact points on other hosts, with commas or repeated; the same list may be given to"
              + " every node.")
  private List<String> join;

  @Mixin private CookieOptions cookie;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "HOCON laid over the built-in configuration.")
  private Path file;

  @Option(
      names = "--functions",
      paramLabel = "DIR",
      description = "A directory of jars with functions of one's own, for /spawn and /task.")
  private String functionsDirectory;

  @Option(names = "--headless", description = "Read no input; run until SIGTERM or SIGINT.")
  private boolean headless;

  @Option(names = "--json", description = "Write events as JSON Lines (piped or headless).")
  private boolean json;

  @Mixin private Color color;

  private final Map<String, String> environment = System.getenv();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Config config = Configuration.of(flags(), environment, file);
    Background<Credentials> credentials =
        new Background<>("credentials", () -> cookie.credentials(environment, config));
    NodeName itsName = Settings.name(config);
    Registry registry = Registry.ofUser(environment);
    Functions functions = functions(config.getString("chat.functions"));
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
                    functions,
                    output,
                    new Chat.Owner() {
                      @Override
                      public void claimed() {
                        onClaimed.run();
                        logs.begin(console.display());
                      }

                      @Override
                      public void starting(AutoCloseable node) {
                        ending.add(node);
                        readyFile.clear();
                      }

                      @Override
                      public void start(ActorContext<Void> guardian) {
                        RemoteScripts.spawn(guardian, ready, maxScripts);
                      }

                      @Override
                      public void connected(boolean isConnected) {
                        readyFile.keep(isConnected);
                      }
                    });
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
    flags.put("chat.name", name);
    flags.put("chat.host", host);
    flags.put("chat.bind", bind);
    flags.put("chat.port", port);
    flags.put("chat.join", join);
    flags.put("chat.functions", functionsDirectory);
    flags.put("chat.headless", headless ? true : null);
    flags.values().removeIf(Objects::isNull);
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
