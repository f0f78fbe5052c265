package chat.moebi.script;

import static chat.moebi.script.Response.Outcome.BAD_NAME;
import static chat.moebi.script.Response.Outcome.COMPLETED;
import static chat.moebi.script.Response.Outcome.FAILED;
import static chat.moebi.script.Response.Outcome.NO_ANSWER;
import static chat.moebi.script.Response.Outcome.NO_CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Terms;
import chat.moebi.output.Output;
import chat.moebi.registry.Registry;
import chat.moebi.script.Response.Called;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that a script calls, on the node that serves the script. */
@StartsActorSystem
class CallsTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Output NOWHERE = (from, text) -> {};

  @TempDir Path registry;

  private Chat kate;
  private Conversation script;

  @BeforeEach
  void start() {
    kate = TestChats.inCluster("kate", registry, NOWHERE);
    script = new Conversation(kate, NOWHERE);
  }

  @AfterEach
  void end() {
    script.close();
    kate.close();
  }

  @Test
  void bringTheResultOfAFunction() throws Exception {
    Called called = call("kate", "echo", " two words ", 20_000);

    assertThat(called.outcome()).isEqualTo(COMPLETED);
    assertThat(Terms.ofAnyType().show(called.result())).isEqualTo("two words");
    assertThat(Terms.ofAnyType().json(called.result())).isEqualTo("{\"text\":\"two words\"}");
  }

  @Test
  void bringNothingOfAFunctionThatReturnsNothing() throws Exception {
    Called called = call("kate", "say_name", "", 20_000);

    assertThat(called.outcome()).isEqualTo(COMPLETED);
    assertThat(Terms.ofAnyType().show(called.result())).isEmpty();
    assertThat(Terms.ofAnyType().json(called.result())).isEqualTo("{}");
  }

  @Test
  void bringEachFailureInWords() throws Exception {
    assertThat(call("kate@localhost", "crash", "no paper", 20_000))
        .isEqualTo(failed(FAILED, "the task on kate@localhost failed: no paper"));
    assertThat(call("nobody", "echo", "hi", 20_000))
        .isEqualTo(failed(NO_CONNECTION, "no connection to nobody@localhost"));
    assertThat(call("kate", "dance", "", 20_000).sentence())
        .startsWith("kate@localhost has no function dance; it has: crash, echo, greet, ");
    assertThat(call("kate", "dance", "", 20_000).outcome()).isEqualTo(BAD_NAME);
    assertThat(call("kate", "sleep", "long", 20_000))
        .isEqualTo(failed(BAD_NAME, "sleep cannot take \"long\"; write sleep MS"));
    assertThat(call("ka te", "echo", "hi", 20_000).outcome()).isEqualTo(BAD_NAME);
    assertThat(call("kate", "echo", "hi", -1))
        .isEqualTo(failed(BAD_NAME, "a timeout cannot be negative: -1 ms"));
  }

  @Test
  void nameAFailureThatHasNoWords() {
    Request.Call call = new Request.Call(7, "kate", "echo", "hi", 20_000);

    assertThat(Calls.refused(call, new CompletionException(new IllegalStateException())))
        .isEqualTo(failed(FAILED, "java.lang.IllegalStateException"));
  }

  @Test
  void shutDownTasksThatAreLateOrStillRunAtTheEnd() throws Exception {
    assertThat(call("kate", "sleep", "100000", 1_000))
        .isEqualTo(
            failed(
                NO_ANSWER, "no answer from kate@localhost within 1 s; the task was told to end"));
    awaitTasks(0);
    script.answer(new Request.Call(8, "kate", "sleep", "100000", 86_400_000));
    awaitTasks(1);

    script.close();

    awaitTasks(0);
  }

  @Test
  void startTheTasksOfANodeThatWasStartedWithoutThem() throws Exception {
    Settings settings =
        Settings.from(
            ConfigFactory.parseMap(Map.of("chat.name", "sophie"))
                .withFallback(ConfigFactory.load()),
            TestCookie.CREDENTIALS);
    try (Chat sophie = Chat.start(settings, Registry.at(registry), NOWHERE);
        Conversation other = new Conversation(sophie, NOWHERE)) {
      assertThat(call(other, "sophie", "echo", "hi", 20_000).outcome()).isEqualTo(COMPLETED);
      assertThat(call(other, "kate", "echo", "hi", 20_000).outcome()).isEqualTo(COMPLETED);
    }
  }

  private void awaitTasks(int number) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (tasks() != number) {
      assertThat(System.nanoTime()).as("%s tasks", number).isLessThan(deadline);
    }
  }

  private int tasks() throws Exception {
    return Otp.of(kate)
        .tasks()
        .supervisor(KATE)
        .children()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS)
        .orElseThrow()
        .size();
  }

  private Called call(String node, String function, String arguments, long timeoutMillis)
      throws Exception {
    return call(script, node, function, arguments, timeoutMillis);
  }

  private static Called call(
      Conversation script, String node, String function, String arguments, long timeoutMillis)
      throws Exception {
    return (Called)
        script
            .answer(new Request.Call(7, node, function, arguments, timeoutMillis))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS)
            .get(0);
  }

  private static Called failed(Response.Outcome outcome, String sentence) {
    return new Called(7, outcome, sentence, null);
  }
}
