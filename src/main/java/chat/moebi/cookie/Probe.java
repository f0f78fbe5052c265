package chat.moebi.cookie;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * Finds out by a handshake what listens at an address, before Akka is told to connect: Akka would
 * only try again and again, and could not tell why in vain. For one thread.
 */
public final class Probe {

  /** Tells what was found. */
  public enum Finding {
    /**
     * A node that accepts this one's cookie, and whose cookie this one accepts; if this one has
     * none, whatever listens.
     */
    FINE,
    /** A node of another cookie. */
    OTHER_COOKIE,
    /** Something that is no node, or one without a cookie. */
    NO_NODE,
    /** Nothing, or nothing that answers in time. */
    NOBODY
  }

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final Socket socket;
  private final long deadline;
  private final ByteBuffer received;
  private final ByteBuffer application;
  private final ByteBuffer toSend;

  private Probe(SSLEngine engine, Socket socket, long deadline) {
    this.engine = engine;
    this.socket = socket;
    this.deadline = deadline;
    int packet = engine.getSession().getPacketBufferSize();
    this.received = ByteBuffer.allocate(packet).flip();
    this.application = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    this.toSend = ByteBuffer.allocate(packet);
  }

  /** Probes an address, for no longer than the limit. */
  public static Finding of(Credentials credentials, InetSocketAddress address, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Finding finding = once(credentials, address, deadline);
    // A node that is killed in the middle of a handshake looks like none; then nobody is there.
    return finding == Finding.NO_NODE && pause() ? once(credentials, address, deadline) : finding;
  }

  // A process that ends closes one socket after the other.
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Finding once(Credentials credentials, InetSocketAddress address, long deadline) {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(address, millisUntil(deadline));
      return credentials.isNone()
          ? Finding.FINE // Without a cookie there is nothing to tell a node by.
          : new Probe(credentials.engine(true), socket, deadline).handshake();
    } catch (IOException | UnsupportedOperationException e) {
      return Finding.NOBODY; // There is no route, nobody listens, or not for long.
    }
  }

  private Finding handshake() {
    try {
      engine.beginHandshake();
      advance();
      // The other side has not judged this one yet: it does so by a ticket, or by an alert.
      receive();
      advance();
      takeLeave();
      return Finding.FINE;
    } catch (SocketTimeoutException e) {
      return Finding.NOBODY;
    } catch (SSLException e) {
      return whoRefuses(e);
    } catch (IOException e) {
      // It has closed the connection and not said why: a node does so only if it ends just now.
      return areKeysAgreedOn() ? Finding.NOBODY : Finding.NO_NODE;
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

  private void takeLeave() {
    try {
      engine.closeOutbound();
      send();
    } catch (IOException e) {
      // It went first; it has accepted this one all the same.
    }
  }

  private void send() throws IOException {
    OutputStream out = socket.getOutputStream();
    engine.wrap(NOTHING, toSend.clear());
    out.write(toSend.array(), 0, toSend.position());
  }

  /** Takes one record in, waiting for it if need be. */
  private void receive() throws IOException {
    SSLEngineResult result = engine.unwrap(received, application.clear());
    while (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
      fill();
      result = engine.unwrap(received, application.clear());
    }
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      throw new EOFException();
    }
  }

  private void fill() throws IOException {
    received.compact();
    socket.setSoTimeout(millisUntil(deadline));
    InputStream in = socket.getInputStream();
    int read = in.read(received.array(), received.position(), received.remaining());
    if (read < 0) {
      throw new EOFException();
    }
    received.position(received.position() + read).flip();
  }

  private static int millisUntil(long deadline) throws SocketTimeoutException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) { // To a socket, 0 is no limit at all.
      throw new SocketTimeoutException();
    }
    return (int) left;
  }

  private Finding whoRefuses(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PinnedKeys.OtherCookie) {
        return Finding.OTHER_COOKIE; // Refused here.
      }
    }
    // Once the keys are agreed on, only this node's certificate can have displeased the other side.
    return areKeysAgreedOn() ? Finding.OTHER_COOKIE : Finding.NO_NODE;
  }

  private boolean areKeysAgreedOn() {
    return engine.getSession().getProtocol().equals("TLSv1.3");
  }
}
