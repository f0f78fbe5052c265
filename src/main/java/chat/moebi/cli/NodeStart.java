package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.chat.ChatListener;
import chat.moebi.console.Console;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Terms;
import chat.moebi.output.Output;
import chat.moebi.output.Receiver;
import chat.moebi.registry.Registry;
import chat.moebi.script.RemoteScripts;
import chat.moebi.script.ScriptServer;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A node of the command line, from its configuration to its end. */
final class NodeStart {

  private final Config config;
  private final Background<Credentials> credentials;
  private final NodeName name;
  private final Functions functions;
  private final Registry registry;
  private final Logs logs;
  private final ReadyFile readyFile;

  /**
   * Checks a configuration, and derives the keys in the background.
   *
   * @throws NodeException with a sentence for the user
   */
  NodeStart(Config config, CookieOptions cookie, Map<String, String> environment)
      throws InterruptedException {
    Background<Void> check = new Background<>("settings", () -> Settings.check(config));
    this.config = config;
    credentials = new Background<>("credentials", () -> cookie.credentials(environment, config));
    name = Settings.name(config);
    functions = functions(config.getString("chat.functions"));
    check.result(); // Before anything is started or registered.
    registry = Registry.ofUser(environment);
    readyFile = new ReadyFile(config.getString("chat.ready-file"));
    logs = new Logs(name.toString(), config, environment);
  }

  NodeName name() {
    return name;
  }

  /**
   * Starts the node, runs the console on it, and shuts everything down.
   *
   * @param receiver returns what takes the texts, given the writer to the console's display
   * @param parts are closed when the node leaves
   * @return the exit status
   * @throws NodeException with a sentence for the user, if the node cannot start
   */
  int run(Console console, UnaryOperator<Receiver> receiver, AutoCloseable... parts)
      throws IOException, InterruptedException {
    Settings settings = Settings.from(config, credentials.result());
    return ConsoleRunner.run(
        console,
        settings.leaveTimeout(),
        () -> {},
        (output, shutdown, onClaimed) -> {
          for (AutoCloseable part : parts) {
            shutdown.add(part);
          }
          return start(settings, console, output, receiver, shutdown, onClaimed);
        });
  }

  private Chat start(
      Settings settings,
      Console console,
      Output output,
      UnaryOperator<Receiver> receiver,
      ProcessShutdown shutdown,
      Runnable onClaimed) {
    CompletableFuture<Chat> ready = new CompletableFuture<>();
    ChatListener listener =
        new ChatListener() {
          @Override
          public Receiver receiver(Receiver writer) {
            return receiver.apply(writer);
          }

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
    int maxScripts = config.getInt("chat.max-scripts");
    Chat chat =
        Chat.start(
            settings,
            registry,
            output,
            listener,
            Otp.with(settings, functions),
            RemoteScripts.annex(ready, maxScripts));
    ready.complete(chat);
    serveScripts(chat, maxScripts, shutdown, console);
    readyFile.create();
    shutdown.add(readyFile);
    return chat;
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
