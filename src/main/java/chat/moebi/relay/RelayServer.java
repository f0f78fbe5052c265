package chat.moebi.relay;

import chat.moebi.chat.Chat;
import chat.moebi.node.NodeName;
import chat.moebi.process.Output;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the scripts of this user on this host, over the node's socket. One daemon thread a script,
 * at most {@code chat.max-scripts}.
 */
public final class RelayServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RelayServer.class);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Chat chat;
  private final ServerSocketChannel server;
  private final Semaphore places;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  /**
   * Listens on the node's socket in the registry.
   *
   * @throws IOException if it cannot, because the registry's path is too long, say
   */
  public static RelayServer start(Chat chat, int maxScripts) throws IOException {
    Path socket = chat.scriptSocket();
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    RelayServer relay = new RelayServer(chat, server, maxScripts);
    Daemon.start("scripts", relay::accept);
    return relay;
  }

  private RelayServer(Chat chat, ServerSocketChannel server, int maxScripts) {
    this.chat = chat;
    this.server = server;
    this.places = new Semaphore(maxScripts);
  }

  /** Ends all connections; the socket's file is the registry's to remove. */
  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel connection = server.accept();
        connections.add(connection);
        Daemon.start("script", () -> serve(connection));
      } catch (IOException e) {
        if (server.isOpen()) {
          LOG.warn("cannot accept a script", e);
          pause(); // It may be for want of file descriptors, which others give back.
        }
      }
    }
  }

  private void serve(SocketChannel connection) {
    boolean hasPlace = places.tryAcquire();
    try (JsonLines script = new JsonLines(connection)) {
      if (hasPlace) {
        answer(script);
      } // Else it finds the connection closed, and asks another node.
    } catch (IOException | RuntimeException e) {
      LOG.info("a script went away: {}", e.toString());
    } finally {
      connections.remove(connection);
      if (hasPlace) {
        places.release();
      }
    }
  }

  private void answer(JsonLines script) throws IOException {
    try (Conversation conversation = new Conversation(chat, to(script))) {
      for (Request request = script.readRequest();
          request != null;
          request = script.readRequest()) {
        for (Response response : conversation.answer(request).toCompletableFuture().join()) {
          script.write(response);
        }
      }
    }
  }

  private static Output to(JsonLines script) {
    return new Output() {
      @Override
      public void show(NodeName from, String text) throws IOException {
        script.write(new Response.Message(from, text));
      }

      @Override
      public void note(String sentence) {
        try {
          script.write(new Response.Note(sentence));
        } catch (IOException e) {
          LOG.info("a script went away before a note"); // Which may quote a text.
        }
      }
    };
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
