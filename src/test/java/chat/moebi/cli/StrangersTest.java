package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows that a small node lives and goes on chatting, whatever strangers without the cookie do to
 * its port.
 */
@Tag(DistributedTests.TAG)
class StrangersTest {

  private static final int SILENT = 1_000;
  private static final int SLOW = 50;
  private static final int GREETING = 300;

  /** The time for which an unproved connection may stay open, and a reserve for a busy machine. */
  private static final int TIMEOUT_MILLIS = 40_000;

  @TempDir Path home;

  private ChatProgram chat;
  private int port;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void strangersAreRefusedWhileNodesChat() throws Exception {
    try (PipedProcess kate = chat.withHeap("128m").start("--name", "kate", "--headless")) {
      kate.awaitOutput("ready kate@localhost");
      port = portOf("kate@localhost");
      try (PipedProcess alex = chat.start("--name", "alex");
          PipedProcess moebi = chat.startNode("moebi")) {
        alex.awaitOutput("ready alex@localhost");
        AtomicBoolean goesOn = new AtomicBoolean(true);
        CompletableFuture<Integer> chatting =
            CompletableFuture.supplyAsync(
                () -> converse(alex, goesOn), work -> new Thread(work).start());
        long before = openFiles(kate);

        sendGarbage();
        sendOtherProtocols();
        sendFramesOfPlainArtery();
        sendBrokenRecords();
        connectSlowly();
        greetAndFallSilent();
        connectSilently();

        goesOn.set(false);
        int sent = chatting.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(sent).isPositive();
        assertShown(kate, sent);
        assertShown(moebi, sent);
        assertThatItHasForgottenThem(kate, before);
      }
    }
  }

  // One line after the other, each to both, so that no answer is missed.
  private static int converse(PipedProcess alex, AtomicBoolean goesOn) {
    int sent = 0;
    try {
      while (goesOn.get()) {
        alex.type("@kate " + sent);
        alex.awaitOutput("ok");
        alex.type("@moebi " + sent);
        alex.awaitOutput("moebi@localhost: chicken?");
        alex.awaitOutput("ok");
        sent++;
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return sent;
  }

  private void sendGarbage() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[1 + random.nextInt(8_192)];
      random.nextBytes(bytes);
      bytes[0] = (byte) 0x80; // Otherwise it might look like the start of a record.
      expectClosed(bytes);
    }
  }

  private void sendOtherProtocols() throws IOException {
    expectClosed(ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    expectClosed(ascii("SSH-2.0-OpenSSH_9.2\r\n"));
    expectClosed(ascii("\n"));
  }

  private void sendFramesOfPlainArtery() throws IOException {
    for (int length : List.of(-5, 1 << 30, Integer.MAX_VALUE)) {
      expectClosed(
          ByteBuffer.allocate(1_000)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(ascii("AKKA"))
              .put((byte) 1)
              .putInt(length)
              .array());
    }
  }

  private void sendBrokenRecords() throws IOException {
    expectClosed(record(22, 0xffff, 70_000)); // Longer than the maximum.
    expectClosed(record(22, 16_384, 100)); // Never complete.
    expectClosed(record(23, 0, 5_000)); // Data before any handshake.
    expectClosed(record(22, 4, 4)); // No handshake message.
  }

  // Sends a byte of a handshake now and then.
  private void connectSlowly() throws Exception {
    byte[] hello = record(22, 512, 512);
    hello[5] = 1;
    List<Socket> sockets = connect(SLOW);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      for (Socket socket : sockets) {
        Iterator<Integer> positions = IntStream.range(0, hello.length).iterator();
        clock.scheduleWithFixedDelay(
            () -> send(socket, hello, positions.next()), 0, 500, TimeUnit.MILLISECONDS);
      }
      for (Socket socket : sockets) {
        expectEnd(socket);
      }
    } finally {
      clock.shutdownNow();
    }
  }

  private static void send(Socket socket, byte[] bytes, int position) {
    try {
      socket.getOutputStream().write(bytes, position, 1);
    } catch (IOException e) {
      throw new IllegalStateException("closed", e); // It ends the schedule.
    }
  }

  // Sends a correct hello, as any program can; the node answers it.
  private void greetAndFallSilent() throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, null, null);
    List<Socket> sockets = connect(GREETING);
    for (Socket socket : sockets) {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(true);
      engine.beginHandshake();
      ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), hello);
      try {
        socket.getOutputStream().write(hello.array(), 0, hello.position());
      } catch (SocketException e) {
        // The node has closed it to make room.
      }
    }
    for (Socket socket : sockets) {
      expectEnd(socket);
    }
  }

  private void connectSilently() throws IOException {
    for (Socket socket : connect(SILENT)) {
      expectEnd(socket);
    }
  }

  private List<Socket> connect(int number) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }
    return sockets;
  }

  private void expectClosed(byte[] bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException e) {
      // The node closed it before everything was written.
    }
    expectEnd(socket);
  }

  private static void expectEnd(Socket socket) throws IOException {
    try (socket) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // An alert, at most.
      }
    } catch (SocketException e) {
      // A reset is an end, too.
    }
  }

  private static byte[] record(int type, int length, int body) {
    return ByteBuffer.allocate(5 + body)
        .put((byte) type)
        .putShort((short) 0x0303)
        .putShort((short) length)
        .array();
  }

  private static void assertShown(PipedProcess node, int sent) {
    assertThat(node.output().stream().filter(line -> line.startsWith("alex@localhost: ")))
        .containsExactlyElementsOf(
            IntStream.range(0, sent).mapToObj(i -> "alex@localhost: " + i).toList());
  }

  private void assertThatItHasForgottenThem(PipedProcess kate, long openBefore) throws IOException {
    assertThat(openFiles(kate)).isLessThan(openBefore + 25); // The nodes have connections as well.
    List<String> log = Files.readAllLines(chat.logs().resolve("kate@localhost.log"));
    assertThat(log.stream().filter(line -> line.contains("did not prove")))
        .hasSizeBetween(1, 5); // Once a minute, however many there were.
    assertThat(log).hasSizeLessThan(200);
  }

  private static long openFiles(PipedProcess node) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(node.pid()), "fd"))) {
      return open.count();
    }
  }

  private int portOf(String name) throws Exception {
    try (PipedProcess nodes = chat.start("nodes", "--json")) {
      assertThat(nodes.awaitExit()).isZero();
      String address = new JsonMapper().readTree(nodes.output().get(0)).get("address").textValue();
      assertThat(nodes.output().get(0)).contains(name);
      return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
