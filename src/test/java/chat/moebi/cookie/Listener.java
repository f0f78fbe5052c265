package chat.moebi.cookie;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** Listens on the loopback interface, for one that connects, and treats it in some manner. */
final class Listener implements AutoCloseable {

  /** Says what is done with the one that connects; then the connection is closed. */
  interface Manner {
    void treat(Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final CompletableFuture<Void> treated;

  private Listener(ServerSocket server, Manner manner) {
    this.server = server;
    this.treated = CompletableFuture.runAsync(() -> treatNext(manner), this::inAThread);
  }

  static Listener that(Manner manner) throws IOException {
    return new Listener(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), manner);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Waits until the one that has connected was treated; fails if that failed. */
  void join() {
    treated.join();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void treatNext(Manner manner) {
    try (Socket socket = server.accept()) {
      socket.setTcpNoDelay(true);
      manner.treat(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void inAThread(Runnable work) {
    Thread thread = new Thread(work, "listener");
    thread.setDaemon(true);
    thread.start();
  }
}
