package chat.moebi.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A proxy in front of a node's port that can hold back what some of the other nodes send, so that a
 * link is half open. Held bytes arrive late, as over a network that lost and resent them.
 * Thread-safe.
 *
 * <p>Each node connects from its own address on the loopback interface, which identifies the node
 * here. Akka's own way of cutting links cannot cut one direction: in 2.8.5 its transport checks the
 * sending direction for messages of both directions.
 */
final class Gate {

  private static final int BUFFER_BYTES = 16 * 1024;

  private final ServerSocket outside;
  private final int inside;
  private final Set<InetAddress> held = new HashSet<>();

  /** Opens a gate in front of a port that a node is going to listen on. */
  Gate(int inside) {
    this.inside = inside;
    try {
      this.outside = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("gate", this::accept);
  }

  /**
   * Returns the settings of the node behind the gate.
   *
   * @param number the index of that node among all nodes
   */
  Map<String, Object> settings(int number) {
    return Map.of(
        "chat.port",
        outside.getLocalPort(),
        "akka.remote.artery.bind.port",
        inside,
        "akka.remote.artery.advanced.tcp.outbound-client-hostname",
        source(number).getHostAddress());
  }

  /** Holds back what the node with that number sends, from now on. */
  synchronized void hold(int number) {
    held.add(source(number));
  }

  /** Lets everything pass again, beginning with the held bytes. */
  synchronized void open() {
    held.clear();
    notifyAll();
  }

  private synchronized void awaitPassage(InetAddress from) throws InterruptedException {
    while (held.contains(from)) {
      wait();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket out = outside.accept();
      try {
        Socket in = new Socket(InetAddress.getLoopbackAddress(), inside);
        start("in", () -> pass(out, in, true));
        start("out", () -> pass(in, out, false));
      } catch (IOException e) {
        out.close(); // The node is not listening now.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean canBeHeld) throws Exception {
    try (from;
        to) {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      byte[] bytes = new byte[BUFFER_BYTES];
      for (int read = input.read(bytes); read >= 0; read = input.read(bytes)) {
        if (canBeHeld) {
          awaitPassage(from.getInetAddress());
        }
        output.write(bytes, 0, read);
      }
    }
  }

  private static InetAddress source(int number) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + number)});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                // One side has closed the connection, or the JVM ends.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
