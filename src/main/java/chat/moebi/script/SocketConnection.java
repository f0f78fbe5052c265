package chat.moebi.script;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Connects a script to a node of this host over a Unix-domain socket. Threads of its own connect,
 * write and read, because the node may be frozen and a socket has no timeout.
 */
final class SocketConnection implements NodeConnection {

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Consumer<Response> responses;
  private volatile SocketChannel channel;

  /** Begins to connect; {@code responses} is called on a thread of this connection. */
  SocketConnection(UnixDomainSocketAddress node, Consumer<Response> responses) {
    this.responses = responses;
    Daemon.start("script-reader", () -> run(node));
  }

  @Override
  public void send(Request request) {
    requests.add(request);
  }

  @Override
  public boolean noticesEnd() {
    return true;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      responses.accept(new Response.End()); // Nothing else can be done.
    }
  }

  private void run(UnixDomainSocketAddress node) {
    try {
      channel = SocketChannel.open(node);
      JsonLines lines = new JsonLines(channel);
      Daemon.start("script-writer", () -> write(lines));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        accept(line);
      }
    } catch (IOException e) {
      // Either side has closed the socket, or it never opened; the End says so.
    }
    responses.accept(new Response.End());
  }

  private void accept(String line) {
    try {
      responses.accept(Json.response(line));
    } catch (IOException e) {
      // A node of a later version may send more; this version does not need it.
    }
  }

  private void write(JsonLines lines) {
    try {
      while (channel.isOpen()) {
        lines.write(requests.take());
      }
    } catch (IOException e) {
      // The node has closed the socket. The reader notices that, and reads first why.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
