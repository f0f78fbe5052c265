package chat.moebi.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports on the loopback interface for nodes whose ports must be known before they start. */
public final class FreePorts {

  private FreePorts() {}

  /** Returns ports that no process listens on now. */
  public static int[] find(int number) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>(); // All are open at once, so no port comes twice.
    try {
      int[] ports = new int[number];
      for (int i = 0; i < number; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        ports[i] = sockets.get(i).getLocalPort();
      }
      return ports;
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
