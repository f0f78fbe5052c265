package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.chat.ChatListener;
import chat.moebi.cluster.Presence;
import chat.moebi.console.Console;
import chat.moebi.console.Display;
import chat.moebi.console.ReadingSettings;
import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import chat.moebi.registry.Registry;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Lets a user try the chat alone: alex on this terminal, kate and moebi as two more nodes in the
 * same JVM. Each has its own ActorSystem, with real remoting between them. They have a registry of
 * their own, so they do not meet the user's real nodes.
 */
final class DemoCommand implements Callable<Integer> {

  private static final NodeName ALEX = NodeName.parse("alex", NodeName.DEFAULT_HOST);
  private static final NodeName KATE = NodeName.parse("kate", NodeName.DEFAULT_HOST);
  private static final NodeName MOEBI = NodeName.parse("moebi", NodeName.DEFAULT_HOST);

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("demo");
  private final Option<Boolean> json =
      Option.flag(spec, "--json", "Write events as JSON Lines (piped).");
  private final Color color = new Color(spec);

  private DemoCommand() {}

  /** Describes the command to picocli. */
  static CommandSpec spec() {
    CommandSpec spec = new DemoCommand().spec;
    spec.usageMessage()
        .description(
            "Lets you try the chat alone: you are alex; kate and moebi are two more nodes in this"
                + " process.",
            "What is shown at theirs is prefixed [kate] and [moebi]. Try: @moebi hi");
    Help.addExamples(
        spec.usageMessage(), "  chat demo", "  printf '@kate hi\\n@moebi hi\\n' | chat demo");
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> environment = ProcessText.environment();
    Config config = Configuration.of(Map.of("chat.history.enabled", "off"), Map.of(), null);
    Settings.check(config);
    Logs logs = new Logs("demo", config, environment);
    try (Console console =
        StandardStreams.console(
            ALEX,
            false,
            Option.isSet(json),
            color,
            environment,
            Optional.empty(),
            ReadingSettings.of(config))) {
      Path directory = Files.createTempDirectory("chat-demo-");
      Registry registry = Registry.at(directory);
      Credentials credentials = Credentials.of(List.of(Cookie.generate()));
      Display display = console.display();
      return ConsoleRunner.run(
          console,
          config.getDuration("chat.leave-timeout"),
          () -> delete(directory),
          (output, shutdown, onClaimed) -> {
            onClaimed.run(); // No other node uses its registry.
            logs.begin(display);
            start(settings(config, KATE, credentials), registry, at(KATE, display), shutdown);
            start(settings(config, MOEBI, credentials), registry, at(MOEBI, display), shutdown);
            return start(
                settings(config, ALEX, credentials),
                registry,
                new SilentAtShutdown(output, shutdown),
                shutdown);
          });
    }
  }

  private static Settings settings(Config config, NodeName name, Credentials credentials) {
    return Settings.from(
        config.withValue("chat.name", ConfigValueFactory.fromAnyRef(name.toString())), credentials);
  }

  /** Starts a node, and returns when it is ready. */
  private static Chat start(
      Settings settings, Registry registry, Output output, ProcessShutdown shutdown) {
    ChatListener listener =
        new ChatListener() {
          @Override
          public void starting(AutoCloseable node) {
            shutdown.add(node);
          }
        };
    return Chat.start(
        settings, registry, output, listener, Otp.with(settings, Functions.installed()));
  }

  private static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (NoSuchFileException e) {
      // It is deleted already.
    }
  }

  private static Output at(NodeName node, Display display) {
    return new Output() {
      @Override
      public void show(Message message) throws IOException {
        display.showAt(node, message);
      }

      @Override
      public void show(NodeName from, String text) throws IOException {
        display.showAt(node, from, text);
      }

      @Override
      public void print(NodeName from, String line) throws IOException {
        display.printAt(node, line);
      }
    };
  }

  /** Omits the notes that the other nodes leave, when all leave together. */
  private record SilentAtShutdown(Output output, ProcessShutdown shutdown) implements Output {
    @Override
    public void show(Message message) throws IOException {
      output.show(message);
    }

    @Override
    public void show(NodeName from, String text) throws IOException {
      output.show(from, text);
    }

    @Override
    public void print(NodeName from, String line) throws IOException {
      output.print(from, line);
    }

    @Override
    public void exit(String from, String reason) throws IOException {
      output.exit(from, reason);
    }

    @Override
    public void presence(Presence presence) {
      if (!shutdown.hasBegun()) {
        output.presence(presence);
      }
    }

    @Override
    public void note(String sentence) {
      if (!shutdown.hasBegun()) {
        output.note(sentence);
      }
    }
  }
}
