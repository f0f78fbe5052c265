package chat.moebi.script;

import static chat.moebi.script.Response.Outcome.BAD_NAME;
import static chat.moebi.script.Response.Outcome.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeName;
import chat.moebi.script.Response.Full;
import chat.moebi.script.Response.Note;
import chat.moebi.script.Response.Pong;
import chat.moebi.script.Response.Sent;
import chat.moebi.testing.StartsActorSystem;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One script at a time has a place, and a text waits until the test lets the node show it. */
@Timeout(60)
@StartsActorSystem
class ScriptServerTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final NodeName CRON = NodeName.parse("cron@localhost");
  private static final long DAY = 86_400_000;

  @TempDir Path registry;

  private final Semaphore shown = new Semaphore(0);
  private final Semaphore mayShow = new Semaphore(0);
  private Chat kate;
  private ScriptServer server;

  @BeforeEach
  void start() throws IOException {
    kate =
        TestChats.alone(
            "kate",
            registry,
            (from, text) -> {
              shown.release();
              mayShow.acquireUninterruptibly();
            });
    server = ScriptServer.start(kate, 1);
  }

  @AfterEach
  void end() throws IOException {
    mayShow.release(100);
    server.close();
    kate.close();
  }

  @Test
  void givesThePlaceOfOneThatHangsUpToAnotherWhateverTheFirstWaitsFor() throws Exception {
    JsonLines cron = connect();
    cron.write(new Request.Send(7, CRON, "kate", "hi", DAY, null));
    shown.acquire();
    try (JsonLines other = connect()) {
      assertThat(response(other)).isEqualTo(new Full(kate.name(), 1));
      assertThat(other.readLine()).isNull();
    }
    cron.close();
    awaitPlace();
  }

  @Test
  void answersWhatIsAskedWhileAnotherAnswerIsAwaited() throws Exception {
    try (JsonLines cron = connect()) {
      cron.write(new Request.Send(7, CRON, "kate", "hi", DAY, null));
      shown.acquire();
      cron.write(new Request.Ping());
      assertThat(response(cron)).isEqualTo(Pong.ofThisVersion());
      mayShow.release();
      assertThat(response(cron)).isEqualTo(new Sent(7, COMPLETED, "ok", KATE, null));
    }
  }

  @Test
  void refusesATimeoutThatIsNegativeAndBoundsOneThatIsHuge() throws Exception {
    try (JsonLines cron = connect()) {
      cron.write(new Request.Send(7, CRON, "kate", "hi", -1, null));
      assertThat(response(cron))
          .isEqualTo(new Sent(7, BAD_NAME, "a timeout cannot be negative: -1 ms", KATE, null));
      cron.write(new Request.Send(8, CRON, "kate", "hi", 1L << 62, null));
      shown.acquire();
      mayShow.release();
      assertThat(response(cron)).isEqualTo(new Sent(8, COMPLETED, "ok", KATE, null));
    }
  }

  @Test
  void dropsWhatIsNoRequestAndAnswersTheNext() throws Exception {
    try (SocketChannel channel = SocketChannel.open(address());
        JsonLines cron = new JsonLines(channel)) {
      for (String line : new String[] {"nonsense", "{\"type\":\"send\",\"text\":null}", "{}"}) {
        channel.write(StandardCharsets.UTF_8.encode(line + "\n"));
      }
      cron.write(new Request.Ping());
      assertThat(response(cron))
          .isEqualTo(new Note("kate@localhost cannot read a request of this script"));
      assertThat(response(cron)).isEqualTo(Pong.ofThisVersion());
    }
  }

  private UnixDomainSocketAddress address() throws IOException {
    try (Stream<Path> files = Files.list(registry)) {
      return UnixDomainSocketAddress.of(
          files.filter(file -> file.toString().endsWith(".sock")).findAny().orElseThrow());
    }
  }

  private JsonLines connect() throws IOException {
    return new JsonLines(SocketChannel.open(address()));
  }

  // The server notices the end on a thread of its own.
  private void awaitPlace() throws IOException {
    Response response;
    do {
      try (JsonLines other = connect()) {
        ping(other);
        response = response(other);
      }
    } while (response instanceof Full);
    assertThat(response).isEqualTo(Pong.ofThisVersion());
  }

  private static void ping(JsonLines script) {
    try {
      script.write(new Request.Ping());
    } catch (IOException e) {
      // The server has refused the script and closed the connection already; the test reads why.
    }
  }

  private static Response response(JsonLines script) throws IOException {
    return Json.response(script.readLine());
  }
}
