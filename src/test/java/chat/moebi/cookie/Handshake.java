package chat.moebi.cookie;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

/** A TLS handshake between two engines in memory, and its result on each side. */
final class Handshake {

  private final Side client;
  private final Side server;

  private Handshake(SSLEngine client, SSLEngine server) {
    this.client = new Side(client);
    this.server = new Side(server);
  }

  /** Lets the engines talk until neither has more to send. */
  static Handshake between(SSLEngine client, SSLEngine server) throws SSLException {
    Handshake handshake = new Handshake(client, server);
    client.beginHandshake();
    server.beginHandshake();
    boolean isBusy = true;
    while (isBusy) {
      isBusy = handshake.client.step(handshake.server) | handshake.server.step(handshake.client);
    }
    return handshake;
  }

  /** Lets the client send its hello only, and the server everything that it can. */
  static void begin(SSLEngine client, SSLEngine server) throws SSLException {
    Handshake handshake = new Handshake(client, server);
    client.beginHandshake();
    server.beginHandshake();
    boolean isBusy = handshake.client.step(handshake.server);
    while (isBusy) {
      isBusy = handshake.server.step(handshake.client);
    }
  }

  /** Returns the TLS context of a peer with any key, or none, which need not be a node. */
  static SSLContext context(KeyManager[] keys, Set<Fingerprint> accepted)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {new PinnedKeys(accepted)}, null);
    return context;
  }

  boolean isFine() {
    return client.isDone() && server.isDone();
  }

  /** Returns the failure of the client, or null. */
  SSLException clientFailure() {
    return client.failure;
  }

  /** Returns the failure of the server, or null. */
  SSLException serverFailure() {
    return server.failure;
  }

  SSLSession clientSession() {
    return client.engine.getSession();
  }

  SSLSession serverSession() {
    return server.engine.getSession();
  }

  private static final class Side {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteBuffer received = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer application = ByteBuffer.allocate(1 << 17);
    private SSLException failure;

    Side(SSLEngine engine) {
      this.engine = engine;
    }

    boolean isDone() {
      return failure == null && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Takes the next step, and returns whether there was one. */
    boolean step(Side other) {
      try {
        return switch (engine.getHandshakeStatus()) {
          case NEED_TASK -> {
            engine.getDelegatedTask().run();
            yield true;
          }
          case NEED_WRAP -> engine.wrap(NOTHING, other.received).bytesProduced() > 0;
          default -> unwrap();
        };
      } catch (SSLException e) {
        boolean isNews = failure == null;
        failure = isNews ? e : failure;
        return isNews;
      }
    }

    private boolean unwrap() throws SSLException {
      received.flip();
      try {
        return engine.unwrap(received, application).bytesConsumed() > 0;
      } finally {
        received.compact();
      }
    }
  }
}
