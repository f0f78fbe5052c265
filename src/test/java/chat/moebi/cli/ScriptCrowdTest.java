package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.otp.function.Functions;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets many scripts use a node at once, and lets scripts end before their text is acknowledged. */
@Tag(DistributedTests.TAG)
class ScriptCrowdTest {

  private static final int PLACES = 64;
  private static final int CROWD = 200;
  private static final int PROCESSES = 8;
  private static final String PING = "{\"type\":\"ping\"}";
  private static final String PONG = "{\"type\":\"pong\",\"version\":1}";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void of200ScriptsEachGetsAPlaceOrIsToldThatAllAreTaken() throws Exception {
    String full = "{\"type\":\"full\",\"node\":\"kate@localhost\",\"scripts\":64}";
    List<Client> clients = new ArrayList<>();
    try (PipedProcess kate = chat.startNode("kate")) {
      Path socket = socket();
      try (Talker alex = new Talker("alex@localhost", () -> chat.start("--name", "alex"))) {
        alex.awaitReady();
        Talker.Talking talking = alex.keepSaying("kate@localhost");
        for (int i = 0; i < CROWD; i++) {
          clients.add(new Client(i, socket));
        }
        List<String> answers = allAtOnce(clients.stream().<Callable<String>>map(c -> c::send));
        // No script has closed its connection, so exactly those without a place were refused.
        assertThat(answers).filteredOn(answer -> answer.contains("COMPLETED")).hasSize(PLACES);
        assertThat(answers).filteredOn(full::equals).hasSize(CROWD - PLACES);
        ScriptTest.expect(chat, 0, "", "", "send", "kate", "by alex"); // alex has places.
        kate.awaitOutput("send@localhost: by alex");
        int before = alex.acknowledgements("kate@localhost");
        alex.awaitAcknowledgement("kate@localhost", before, PipedProcess.PATIENCE);

        for (Client client : clients) {
          client.close();
        }
        List<Client> next = new ArrayList<>();
        try {
          for (int i = 0; i < PLACES; i++) {
            next.add(awaitPlace(socket));
          }
        } finally {
          for (Client client : next) {
            client.close();
          }
        }
        talking.end();
        kate.terminate();
        kate.awaitExit();
        List<String> shown =
            kate.output().stream().filter(line -> line.startsWith("script-")).toList();
        assertThat(shown)
            .containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, CROWD)
                    .filter(i -> answers.get(i).contains("COMPLETED"))
                    .mapToObj(i -> "script-" + i + "@localhost: hi")
                    .toList());
        alex.assertShownOnceAndInOrder("kate@localhost", kate.output());
        assertThat(kate.errors()).allMatch(line -> line.startsWith("note: alex@localhost "));
      }
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
  }

  @Test
  void ofManyProcessesAtOnceEachEndsWith0Or75AndWhatItWasToldIsTrue() throws Exception {
    try (PipedProcess kate = startWithPlaces("kate", 2)) {
      String full = "error: 2 scripts use kate@localhost already; try again";
      Path socket = socket();
      try (Client one = awaitPlace(socket);
          Client other = awaitPlace(socket)) {
        ScriptTest.expect(chat, 75, "", full, "send", "--name", "script-full", "kate", "hi");
        assertThat(List.of(one, other))
            .allSatisfy(holder -> assertThat(holder.ask(PING)).isEqualTo(PONG));
      }
      awaitPlace(socket).close();
      List<PipedProcess> scripts = new ArrayList<>();
      try {
        for (int i = 0; i < PROCESSES; i++) {
          scripts.add(chat.start("send", "--name", "script-" + i, "kate", "hi"));
        }
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
          PipedProcess script = scripts.get(i);
          int status = script.awaitExit();
          assertThat(status).as("%s", script).isIn(0, 75);
          if (status == 0) {
            assertThat(script.errors()).isEmpty();
            acknowledged.add("script-" + i + "@localhost: hi");
          } else {
            assertThat(script.errors()).containsExactly(full);
          }
        }
        assertThat(acknowledged).isNotEmpty();
        ScriptTest.expect(chat, 0, "", "", "send", "kate", "last");
        kate.awaitOutput("send@localhost: last");
        assertThat(kate.output())
            .filteredOn(line -> line.startsWith("script-"))
            .containsExactlyInAnyOrderElementsOf(acknowledged);
      } finally {
        scripts.forEach(PipedProcess::close);
      }
    }
  }

  @Test
  void aScriptThatEndsInMidSendIsShownOnceAndGivesItsPlaceBackAtOnce() throws Exception {
    Queue<String> shown = new ConcurrentLinkedQueue<>();
    Semaphore showing = new Semaphore(0);
    Semaphore mayShow = new Semaphore(0);
    try (PipedProcess alex = startWithPlaces("alex", 1);
        Chat kate =
            TestChats.inCluster(
                "kate",
                chat,
                "",
                Functions.installed(),
                (from, text) -> {
                  showing.release();
                  mayShow.acquireUninterruptibly();
                  shown.add(text);
                })) {
      Path socket = socket(); // The socket of alex: kate, in this JVM, serves no scripts.
      for (String signal : List.of("KILL", "INT", "TERM", "HUP")) {
        try (PipedProcess script =
            chat.start("send", "--timeout", "60", kate.name().toString(), signal)) {
          assertThat(showing.tryAcquire(30, TimeUnit.SECONDS)).as("%s", script).isTrue();
          try (Client other = new Client(0, socket)) {
            assertThat(other.ask(PING)).contains("\"full\""); // It has the place.
          }
          script.signal(signal);
          assertThat(script.awaitExit())
              .isEqualTo(
                  switch (signal) {
                    case "KILL" -> 137;
                    case "INT" -> 130;
                    case "TERM" -> 143;
                    default -> 129;
                  });
          awaitPlace(socket).close(); // The place is free although the text is not shown yet.
          mayShow.release();
        }
      }
      // A script whose input ends has sent what it has read, and waits for the answer.
      try (PipedProcess script = chat.start("send", "--timeout", "60", "kate", "-")) {
        script.type("end of input");
        script.endInput();
        assertThat(showing.tryAcquire(30, TimeUnit.SECONDS)).as("%s", script).isTrue();
        mayShow.release();
        assertThat(script.awaitExit()).isZero();
      }
      assertThat(shown).containsExactly("KILL", "INT", "TERM", "HUP", "end of input");
      mayShow.release();
      ScriptTest.expect(chat, 0, "", "", "send", "kate", "last");
      assertThat(shown).endsWith("last").hasSize(6);
      assertThat(alex.errors()).allMatch(line -> line.startsWith("note: kate@localhost "));
    } finally {
      mayShow.release(100);
    }
  }

  private PipedProcess startWithPlaces(String name, int places) throws Exception {
    Path config =
        Files.writeString(home.resolve("places.conf"), "chat.max-scripts = " + places + "\n");
    PipedProcess node = chat.start("--name", name, "--headless", "--config", config.toString());
    node.awaitOutput("ready " + name + "@localhost");
    return node;
  }

  /** Returns the socket of the only node that serves scripts. */
  private Path socket() throws IOException {
    try (Stream<Path> files = Files.list(chat.registry())) {
      return files.filter(file -> file.toString().endsWith(".sock")).findAny().orElseThrow();
    }
  }

  /** Waits until a new script gets a place: the node's threads learn of the end of others late. */
  private static Client awaitPlace(Path socket) throws IOException {
    long deadline = System.nanoTime() + PipedProcess.PATIENCE.toNanos();
    while (true) {
      Client client = new Client(0, socket);
      String answer = client.ask(PING);
      if (answer.equals(PONG)) {
        return client;
      }
      client.awaitHangUp();
      client.close();
      assertThat(System.nanoTime()).as(answer).isLessThan(deadline);
    }
  }

  /** Runs all on threads of their own, which begin together. */
  private static <T> List<T> allAtOnce(Stream<Callable<T>> work) throws Exception {
    List<Callable<T>> all = work.toList();
    CountDownLatch ready = new CountDownLatch(all.size());
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    try {
      List<Future<T>> results =
          threads.invokeAll(
              all.stream()
                  .<Callable<T>>map(
                      one ->
                          () -> {
                            ready.countDown();
                            ready.await();
                            return one.call();
                          })
                  .toList(),
              60,
              TimeUnit.SECONDS);
      List<T> values = new ArrayList<>();
      for (Future<T> result : results) {
        values.add(result.get()); // It fails if the script hung.
      }
      return values;
    } finally {
      threads.shutdownNow();
    }
  }

  /** A script that speaks the socket's lines of JSON. */
  private static final class Client implements AutoCloseable {

    private final int number;
    private final SocketChannel channel;
    private final BufferedReader answers;

    Client(int number, Path socket) throws IOException {
      this.number = number;
      this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      this.answers =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /** Sends a text, and returns the line that answers it. */
    String send() throws IOException {
      return ask(
          "{\"type\":\"send\",\"id\":1,\"label\":\"script-"
              + number
              + "@localhost\",\"node\":\"kate\",\"text\":\"hi\",\"timeoutMillis\":30000}");
    }

    String ask(String line) throws IOException {
      try {
        channel.write(StandardCharsets.UTF_8.encode(line + "\n"));
      } catch (IOException e) {
        // The node has refused this script and closed the connection already; the answer says so.
      }
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("the node has hung up without an answer");
      }
      return answer;
    }

    /** Waits until the node has closed the connection. */
    void awaitHangUp() {
      try {
        assertThat(answers.readLine()).isNull();
      } catch (IOException e) {
        // The node has closed the connection without reading all: it is closed as well.
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
