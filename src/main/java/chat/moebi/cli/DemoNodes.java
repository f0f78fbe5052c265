package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.node.NodeName;
import chat.moebi.node.Registry;
import chat.moebi.node.Settings;
import chat.moebi.process.Output;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Holds the nodes of the demo: each has its own ActorSystem, with real remoting between them, and
 * all a registry of their own, so that the user's real nodes are neither met nor hindered.
 */
final class DemoNodes implements AutoCloseable {

  private final Config config;
  private final Path directory;
  private final Registry registry;
  private final List<Chat> nodes = new CopyOnWriteArrayList<>();

  DemoNodes(Config config) throws IOException {
    this.config = config;
    this.directory = Files.createTempDirectory("chat-demo-");
    this.registry = Registry.at(directory);
  }

  /** Starts one, and returns when it is ready. */
  Chat start(NodeName name, Output output) {
    Config named = config.withValue("chat.name", ConfigValueFactory.fromAnyRef(name.toString()));
    Chat node = Chat.start(Settings.from(named), registry, output);
    nodes.add(node);
    return node;
  }

  /** Ends all of them at once, and removes their registry. */
  @Override
  public void close() throws IOException {
    CompletableFuture<?>[] leaving =
        nodes.stream()
            .map(node -> CompletableFuture.runAsync(node::close, work -> new Thread(work).start()))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(leaving).join();
    nodes.clear();
    if (Files.exists(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}
