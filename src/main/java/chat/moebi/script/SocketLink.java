package chat.moebi.script;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Links a script with a node of this host, by a Unix-domain socket. Threads of its own connect,
 * write and read, since a node may be frozen and a socket knows no timeout.
 */
final class SocketLink implements Link {

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Consumer<Response> responses;
  private volatile SocketChannel channel;

  /** Begins to connect; {@code responses} is given them in threads of the link's own. */
  SocketLink(UnixDomainSocketAddress node, Consumer<Response> responses) {
    this.responses = responses;
    Daemon.start("relay", () -> run(node));
  }

  @Override
  public void send(Request request) {
    requests.add(request);
  }

  @Override
  public boolean noticesAnEnd() {
    return true;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      responses.accept(new Response.End()); // There is nothing more to close.
    }
  }

  private void run(UnixDomainSocketAddress node) {
    try {
      channel = SocketChannel.open(node);
      JsonLines lines = new JsonLines(channel);
      Daemon.start("relay-writer", () -> write(lines));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        accept(line);
      }
    } catch (IOException e) {
      // Ended by either side, or never begun: what that means is for the one who waits to say.
    }
    responses.accept(new Response.End());
  }

  private void accept(String line) {
    try {
      responses.accept(Json.response(line));
    } catch (IOException e) {
      // A node of a later version may say more; nobody here waits for that.
    }
  }

  private void write(JsonLines lines) {
    try {
      while (channel.isOpen()) {
        lines.write(requests.take());
      }
    } catch (IOException e) {
      // The node has closed the connection: the reader hears of that, and first of why.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
