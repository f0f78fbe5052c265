package chat.moebi.cookie;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** Listens on the loopback interface, and treats every client in the same manner. */
final class Listener implements AutoCloseable {

  /** The treatment of a client, after which the connection is closed. */
  interface Manner {
    void treat(Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final Manner manner;
  private final CompletableFuture<Void> first = new CompletableFuture<>();

  private Listener(ServerSocket server, Manner manner) {
    this.server = server;
    this.manner = manner;
    inAThread(this::accept);
  }

  static Listener that(Manner manner) throws IOException {
    return new Listener(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), manner);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Waits until the first client was treated, and fails if its treatment failed. */
  void join() {
    first.join();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        inAThread(() -> treat(socket));
      }
    } catch (IOException e) {
      first.completeExceptionally(
          e); // The listener is closed. Without a client so far, none can follow.
    }
  }

  private void treat(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      manner.treat(socket);
      first.complete(null);
    } catch (Exception e) {
      first.completeExceptionally(e);
    }
  }

  private static void inAThread(Runnable work) {
    Thread thread = new Thread(work, "listener");
    thread.setDaemon(true);
    thread.start();
  }
}
