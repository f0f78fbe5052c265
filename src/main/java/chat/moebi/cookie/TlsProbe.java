package chat.moebi.cookie;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Finds out by a handshake what listens at an address, before Akka connects to it: Akka would only
 * try again and again, without a reason why it failed. For one thread.
 */
public final class TlsProbe {

  public enum Finding {
    /** A node and this one accept each other's cookies. Without a cookie: anything that listens. */
    FINE,
    /** A node with another cookie. */
    OTHER_COOKIE,
    /** Something that is no node, or a node without a cookie. */
    NO_NODE,
    /** Nothing listens, or nothing answers in time. */
    NOBODY
  }

  private static final Duration RETRY_DELAY = Duration.ofMillis(50);

  private final SSLEngine engine;
  private final Socket socket;
  private final long deadline;
  private final ByteBuffer received;
  private final ByteBuffer application;
  private final ByteBuffer toSend;

  private TlsProbe(SSLEngine engine, Socket socket, long deadline) {
    this.engine = engine;
    this.socket = socket;
    this.deadline = deadline;
    int packet = engine.getSession().getPacketBufferSize();
    this.received = ByteBuffer.allocate(packet).flip();
    this.application = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    this.toSend = ByteBuffer.allocate(packet);
  }

  /** Probes an address, and returns within the limit. */
  public static Finding of(Credentials credentials, InetSocketAddress address, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Finding finding = attempt(credentials, address, deadline);
    if (finding != Finding.NO_NODE) {
      return finding;
    }
    // A node killed during the handshake looks like another program, because its process closes one
    // socket after the other. After a moment nothing listens there.
    try {
      Thread.sleep(RETRY_DELAY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return finding;
    }
    return attempt(credentials, address, deadline);
  }

  private static Finding attempt(
      Credentials credentials, InetSocketAddress address, long deadline) {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(address, millisUntil(deadline));
      return credentials.isNone()
          ? Finding.FINE // Without a cookie, a node looks like anything else.
          : new TlsProbe(credentials.engine(true), socket, deadline).handshake();
    } catch (IOException | UnsupportedOperationException e) {
      return Finding.NOBODY; // There is no route, nothing listens, or it stopped just now.
    }
  }

  private Finding handshake() {
    try {
      engine.beginHandshake();
      advance();
      // The server has not judged this side yet: it does so by a ticket or an alert.
      receive();
      advance();
      close();
      return Finding.FINE;
    } catch (SocketTimeoutException e) {
      return Finding.NOBODY;
    } catch (SSLException e) {
      // Once keys are agreed, the server can only have objected to this side's certificate.
      return isDifferentCookie(e) || hasAgreedOnKeys() ? Finding.OTHER_COOKIE : Finding.NO_NODE;
    } catch (IOException e) {
      // The server closed the connection without a reason. A node does so only when it ends.
      return hasAgreedOnKeys() ? Finding.NOBODY : Finding.NO_NODE;
    }
  }

  private void advance() throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
      switch (status) {
        case NEED_WRAP -> send();
        case NEED_TASK -> engine.getDelegatedTask().run();
        default -> receive();
      }
      status = engine.getHandshakeStatus();
    }
  }

  private void close() {
    try {
      engine.closeOutbound();
      send();
    } catch (IOException e) {
      // The server closed first, and had accepted this side by then.
    }
  }

  private void send() throws IOException {
    engine.wrap(ByteBuffer.allocate(0), toSend.clear());
    socket.getOutputStream().write(toSend.array(), 0, toSend.position());
  }

  /** Waits for one record and processes it. */
  private void receive() throws IOException {
    SSLEngineResult result = engine.unwrap(received, application.clear());
    while (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
      read();
      result = engine.unwrap(received, application.clear());
    }
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      throw new EOFException();
    }
  }

  private void read() throws IOException {
    received.compact();
    socket.setSoTimeout(millisUntil(deadline));
    int read =
        socket.getInputStream().read(received.array(), received.position(), received.remaining());
    if (read < 0) {
      throw new EOFException();
    }
    received.position(received.position() + read).flip();
  }

  private static int millisUntil(long deadline) throws SocketTimeoutException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) { // To a socket, 0 means no limit.
      throw new SocketTimeoutException();
    }
    return (int) left;
  }

  private static boolean isDifferentCookie(SSLException e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof PinnedKeys.OtherCookie)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private boolean hasAgreedOnKeys() {
    return engine.getSession().getProtocol().equals("TLSv1.3");
  }
}
