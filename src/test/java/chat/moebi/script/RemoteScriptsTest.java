package chat.moebi.script;

import static chat.moebi.script.Response.Outcome.BAD_NAME;
import static chat.moebi.script.Response.Outcome.COMPLETED;
import static chat.moebi.script.Response.Outcome.NO_ANSWER;
import static chat.moebi.script.Response.Outcome.NO_CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeName;
import chat.moebi.registry.LockedRegistry;
import chat.moebi.script.RemoteScripts.Ask;
import chat.moebi.script.RemoteScripts.Command;
import chat.moebi.script.RemoteScripts.Goodbye;
import chat.moebi.script.Response.End;
import chat.moebi.script.Response.Note;
import chat.moebi.script.Response.Pong;
import chat.moebi.script.Response.Sent;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One script at a time has a place. */
@StartsActorSystem
class RemoteScriptsTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

  @TempDir Path registry;

  private final Semaphore shown = new Semaphore(0);
  private final Semaphore mayShow = new Semaphore(0);
  private final CompletableFuture<Chat> ready = new CompletableFuture<>();
  private ActorTestKit kit;
  private ManualTime time;
  private ActorRef<Command> scripts;
  private TestProbe<Response> cron;
  private TestProbe<Response> other;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            ManualTime.config()
                .withFallback(ConfigFactory.parseString("akka.actor.provider = local"))
                .withFallback(ConfigFactory.load()));
    time = ManualTime.get(kit.system());
    scripts = kit.spawn(RemoteScripts.create(ready, 1));
    cron = kit.createTestProbe(Response.class);
    other = kit.createTestProbe(Response.class);
  }

  @AfterEach
  void end() {
    mayShow.release();
    ready.thenAccept(Chat::close);
    kit.shutdownTestKit();
  }

  @Test
  void turnsScriptsAwayUntilTheNodeIsReady() {
    expect(cron, new End());
    startNode();
    cron.awaitAssert(
        ANSWER_TIMEOUT,
        () -> {
          expect(cron, Pong.ofThisVersion());
          return null;
        });
  }

  @Test
  void givesThePlaceOfOneThatSaysGoodbyeToAnother() {
    startNode();
    takePlace(cron);
    expect(other, full());
    scripts.tell(new Goodbye(cron.getRef()));
    expect(other, Pong.ofThisVersion());
    expect(cron, full());
  }

  @Test
  void givesThePlaceOfOneThatIsSilentToAnother() {
    startNode();
    takePlace(cron);
    time.timePasses(RemoteScripts.SILENCE.minusMillis(1));
    expect(cron, Pong.ofThisVersion());
    time.timePasses(RemoteScripts.SILENCE.minusMillis(1));
    expect(other, full());
    time.timePasses(Duration.ofMillis(1));
    takePlace(other);
    expect(cron, full());
  }

  @Test
  void givesThePlaceOfOneThatIsSilentToAnotherThoughItWaits() throws InterruptedException {
    startNode();
    takePlace(cron);
    scripts.tell(new Ask(send(86_400_000), cron.getRef()));
    shown.acquire();
    time.timePasses(RemoteScripts.SILENCE);
    takePlace(other);
    mayShow.release();
    assertThat(cron.receiveMessage(ANSWER_TIMEOUT))
        .isEqualTo(new Sent(7, COMPLETED, "ok", KATE, null));
  }

  @Test
  void aScriptSendsPingsInTimeAndAGoodbyeAtItsEnd() {
    TestProbe<Command> node = kit.createTestProbe(Command.class);
    ActorRef<Request> link = kit.spawn(RemoteConnection.asking(node.getRef(), cron.getRef()));
    for (int i = 0; i < 3; i++) {
      time.timePasses(RemoteScripts.SILENCE.dividedBy(4));
      node.expectMessage(new Ask(new Request.Ping(), cron.getRef()));
    }
    kit.stop(link);
    node.expectMessage(new Goodbye(cron.getRef()));
  }

  @Test
  void refusesATimeoutThatIsNegativeAndBoundsOneThatIsHuge() throws InterruptedException {
    startNode();
    takePlace(cron);
    scripts.tell(new Ask(send(-1), cron.getRef()));
    assertThat(cron.receiveMessage(ANSWER_TIMEOUT))
        .isEqualTo(new Sent(7, BAD_NAME, "a timeout cannot be negative: -1 ms", KATE, null));
    scripts.tell(new Ask(send(1L << 62), cron.getRef()));
    shown.acquire();
    mayShow.release();
    assertThat(cron.receiveMessage(ANSWER_TIMEOUT))
        .isEqualTo(new Sent(7, COMPLETED, "ok", KATE, null));
  }

  @Test
  void keepsThePlaceOfAScriptThatWaitsAndSendsPings() throws InterruptedException {
    startNode();
    takePlace(cron);
    scripts.tell(new Ask(send(20_000), cron.getRef()));
    shown.acquire();
    for (int i = 0; i < 3; i++) {
      time.timePasses(RemoteScripts.SILENCE.minusMillis(1));
      expect(cron, Pong.ofThisVersion());
    }
    expect(other, full());
    mayShow.release();
    assertThat(cron.receiveMessage(ANSWER_TIMEOUT))
        .isEqualTo(new Sent(7, COMPLETED, "ok", KATE, null));
    time.timePasses(RemoteScripts.SILENCE);
    takePlace(other);
  }

  @Test
  void tellsAnAnswerThatCameAfterItsTimeout() throws InterruptedException {
    startNode();
    takePlace(cron);
    scripts.tell(new Ask(send(1), cron.getRef()));
    assertThat(cron.receiveMessage(ANSWER_TIMEOUT))
        .isInstanceOfSatisfying(Sent.class, s -> assertThat(s.outcome()).isEqualTo(NO_ANSWER));
    mayShow.release();
    assertThat(cron.receiveMessage(ANSWER_TIMEOUT))
        .isInstanceOfSatisfying(
            Note.class,
            note -> assertThat(note.sentence()).startsWith("kate@localhost showed \"hi\" after "));
  }

  @Test
  void answersWhileTheRegistryIsLocked() throws Exception {
    ready.complete(TestChats.inCluster("kate", registry, (from, text) -> {}));
    takePlace(cron);
    NodeName label = NodeName.parse("cron@localhost");
    LockedRegistry locked = new LockedRegistry(registry);
    try (locked) {
      scripts.tell(
          new Ask(new Request.Send(7, label, "nobody", "hi", 20_000, null), cron.getRef()));
      scripts.tell(new Ask(new Request.Ping(), cron.getRef()));
      assertThat(cron.receiveMessage(Duration.ofSeconds(1))).isEqualTo(Pong.ofThisVersion());
    }
    assertThat(cron.receiveMessage(ANSWER_TIMEOUT))
        .isInstanceOfSatisfying(Sent.class, s -> assertThat(s.outcome()).isEqualTo(NO_CONNECTION));
  }

  private static Request.Send send(long timeoutMillis) {
    NodeName label = NodeName.parse("cron@localhost");
    return new Request.Send(7, label, "kate", "hi", timeoutMillis, null);
  }

  private static Response.Full full() {
    return new Response.Full(NodeName.parse("kate@localhost"), 1);
  }

  private void startNode() {
    ready.complete(
        TestChats.alone(
            "kate",
            registry,
            (from, text) -> {
              shown.release();
              mayShow.acquireUninterruptibly();
            }));
  }

  private void takePlace(TestProbe<Response> script) {
    script.awaitAssert(
        ANSWER_TIMEOUT,
        () -> {
          expect(script, Pong.ofThisVersion());
          return null;
        });
  }

  private void expect(TestProbe<Response> script, Response response) {
    scripts.tell(new Ask(new Request.Ping(), script.getRef()));
    assertThat(script.receiveMessage(ANSWER_TIMEOUT)).isEqualTo(response);
  }
}
