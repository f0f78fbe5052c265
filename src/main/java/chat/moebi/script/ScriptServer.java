package chat.moebi.script;

import chat.moebi.chat.Chat;
import chat.moebi.output.Output;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the scripts of this user on this host over the node's socket, at most {@code
 * chat.max-scripts} at once. For each script one daemon thread reads and another one writes the
 * answers, so that a script that hangs up is noticed at once, whatever it waits for.
 */
public final class ScriptServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScriptServer.class);

  private static final Duration RETRY_DELAY = Duration.ofMillis(100);

  /** How long a script may wait for its answers when the node leaves. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final Chat chat;
  private final int maxScripts;
  private final Semaphore places;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private ServerSocketChannel server;
  private boolean isClosed;

  /**
   * Listens on the node's socket in the registry.
   *
   * @throws IOException if the socket cannot be opened, for example because the registry's path is
   *     too long
   */
  public static ScriptServer start(Chat chat, int maxScripts) throws IOException {
    ScriptServer scripts = new ScriptServer(chat, maxScripts);
    chat.listen(scripts::bind);
    return scripts;
  }

  private ScriptServer(Chat chat, int maxScripts) {
    this.chat = chat;
    this.maxScripts = maxScripts;
    this.places = new Semaphore(maxScripts);
  }

  /**
   * Closes all connections; the registry removes the socket's file. Each script gets the answers to
   * what it has asked before, as far as they come in time.
   */
  @Override
  public void close() throws IOException {
    try {
      stop();
      connections.forEach(ScriptServer::endInput);
      if (!places.tryAcquire(maxScripts, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("a script waits for an answer at the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.forEach(ScriptServer::close);
    }
  }

  private synchronized void stop() throws IOException {
    isClosed = true;
    if (server != null) {
      server.close();
    }
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  // Connections over the former socket stay open.
  private synchronized void bind(Path path) throws IOException {
    if (isClosed) {
      return;
    }
    ServerSocketChannel next = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      next.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      next.close();
      throw e;
    }
    ServerSocketChannel former = server;
    server = next;
    Daemon.start("scripts", () -> accept(next));
    if (former != null) {
      former.close();
    }
  }

  private static void endInput(SocketChannel connection) {
    try {
      connection.shutdownInput();
    } catch (IOException e) {
      LOG.info("a script went away at the end");
    }
  }

  private static void close(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.info("a script's connection did not end well", e); // The other connections still end.
    }
  }

  private void accept(ServerSocketChannel server) {
    while (server.isOpen()) {
      try {
        SocketChannel connection = server.accept();
        connections.add(connection);
        Daemon.start("script", () -> serve(connection));
      } catch (IOException e) {
        if (server.isOpen()) {
          LOG.warn("cannot accept a script", e);
          pause(); // File descriptors may be short until other connections end.
        }
      }
    }
  }

  private void serve(SocketChannel connection) {
    boolean hasPlace = places.tryAcquire();
    try (JsonLines script = new JsonLines(connection)) {
      if (hasPlace) {
        answer(script);
      } else {
        script.write(new Response.Full(chat.name(), maxScripts)); // It may use another node.
      }
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
    ExecutorService answers =
        Executors.newSingleThreadExecutor(work -> Daemon.thread("script-answers", work));
    Semaphore unanswered = new Semaphore(Conversation.MAX_UNANSWERED);
    int unreadable = 0;
    try (Conversation conversation = new Conversation(chat, to(script))) {
      for (String line = script.readLine(); line != null; line = script.readLine()) {
        Request request;
        try {
          request = Json.request(line);
        } catch (IOException e) {
          unreadable++;
          if (unreadable == 1) {
            LOG.warn("dropped a line of a script that is no request: {}", e.getMessage());
            script.write(new Response.Note(chat.name() + " cannot read a request of this script"));
          }
          continue;
        }
        unanswered.acquireUninterruptibly();
        conversation
            .answer(request)
            .thenAcceptAsync(responses -> write(script, responses), answers)
            .whenComplete((done, failure) -> unanswered.release());
      }
      if (isClosed()) {
        unanswered.tryAcquire(
            Conversation.MAX_UNANSWERED, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      answers.shutdownNow();
      if (unreadable > 1) {
        LOG.warn("dropped {} lines of a script that were no requests", unreadable);
      }
    }
  }

  private static void write(JsonLines script, List<Response> responses) {
    try {
      for (Response response : responses) {
        script.write(response);
      }
    } catch (IOException e) {
      LOG.info("a script went away before an answer: {}", e.toString()); // Its reader ends too.
    }
  }

  private static Output to(JsonLines script) {
    return new ScriptOutput() {
      @Override
      public void send(Response response) throws IOException {
        script.write(response);
      }

      @Override
      public void note(String sentence) {
        try {
          script.write(new Response.Note(sentence));
        } catch (IOException e) {
          LOG.info("a script went away before a note"); // Not the note, which may quote a text.
        }
      }
    };
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_DELAY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
