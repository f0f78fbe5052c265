package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.chat.ChatListener;
import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Functions;
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

/**
 * Starts the nodes of the demo: each has its own ActorSystem, with real remoting between them, and
 * all a registry of their own, so that the user's real nodes are neither met nor hindered.
 */
final class DemoNodes implements AutoCloseable {

  private final Config config;
  private final Credentials credentials = Credentials.of(List.of(Cookie.generate()));
  private final Path directory;
  private final Registry registry;

  DemoNodes(Config config) throws IOException {
    this.config = config;
    this.directory = Files.createTempDirectory("chat-demo-");
    this.registry = Registry.at(directory);
  }

  /** Starts one, and returns when it is ready; its end is the ending's. */
  Chat start(NodeName name, Output output, Ending ending) {
    Config named = config.withValue("chat.name", ConfigValueFactory.fromAnyRef(name.toString()));
    Settings settings = Settings.from(named, credentials);
    return Chat.start(
        settings,
        registry,
        new UntilTheEnd(output, ending),
        new ChatListener() {
          @Override
          public void starting(AutoCloseable node) {
            ending.add(node);
          }
        },
        Otp.with(settings, Functions.installed()));
  }

  /** Removes the registry, after all nodes have ended. */
  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (NoSuchFileException e) {
      // Somebody has removed it before.
    }
  }

  /** Leaves out who leaves when all do. */
  private record UntilTheEnd(Output output, Ending ending) implements Output {
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
    public void note(String sentence) {
      if (!ending.hasBegun()) {
        output.note(sentence);
      }
    }
  }
}
