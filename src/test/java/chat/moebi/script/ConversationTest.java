package chat.moebi.script;

import static chat.moebi.script.Response.Outcome.BAD_NAME;
import static chat.moebi.script.Response.Outcome.BUSY;
import static chat.moebi.script.Response.Outcome.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.GroupResult;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeName;
import chat.moebi.output.Output;
import chat.moebi.registry.Claim;
import chat.moebi.registry.Registry;
import chat.moebi.script.Response.Outcome;
import chat.moebi.script.Response.Sent;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bounds of what one script may ask for. */
@StartsActorSystem
class ConversationTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Output NOWHERE = (from, text) -> {};

  @TempDir Path registry;

  @Test
  void aScriptHasOneLabel() throws Exception {
    try (Chat alex = TestChats.alone("alex", registry, NOWHERE);
        Conversation script = new Conversation(alex, NOWHERE)) {
      assertThat(send(script, 1, "cron", "alex"))
          .isEqualTo(new Sent(1, COMPLETED, "ok", ALEX, null));
      assertThat(send(script, 2, "other", "alex"))
          .isEqualTo(
              new Sent(2, BAD_NAME, "this script is called cron@localhost already", ALEX, null));
      assertThat(send(script, 3, "cron", "alex"))
          .isEqualTo(new Sent(3, COMPLETED, "ok", ALEX, null));
    }
  }

  @Test
  void aScriptCannotSendUnderTheNameOfANode() throws Exception {
    String sentence = "alex@localhost is the name of a node; choose another --name";
    try (Chat alex = TestChats.alone("alex", registry, NOWHERE);
        Conversation script = new Conversation(alex, NOWHERE)) {
      assertThat(send(script, 1, "alex", "kate"))
          .isEqualTo(new Sent(1, BAD_NAME, sentence, KATE, true));
      assertThat(send(script, 2, "alex", "#dogs"))
          .isEqualTo(new Sent(2, BAD_NAME, sentence, null, true));
      assertThat(send(script, 3, "cron", "alex"))
          .isEqualTo(new Sent(3, COMPLETED, "ok", ALEX, null));
    }
  }

  @Test
  void theUnansweredTextsOfAScriptAreBounded() {
    try (Chat alex = TestChats.inCluster("alex", registry, NOWHERE);
        Claim kate = Registry.at(registry).claim(KATE, TestCookie.CREDENTIALS.fingerprints());
        Conversation script = new Conversation(alex, NOWHERE)) {
      assertThat(kate.entry().isReady()).isFalse();
      List<CompletableFuture<List<Response>>> answers =
          LongStream.rangeClosed(1, Conversation.MAX_UNANSWERED + 1)
              .mapToObj(id -> script.answer(request(id, "cron", "kate")).toCompletableFuture())
              .toList();

      int last = Conversation.MAX_UNANSWERED;
      assertThat(answers.get(last))
          .isCompletedWithValue(
              List.of(new Sent(last + 1, BUSY, "alex@localhost is busy; try again", KATE, null)));
      assertThat(answers.subList(0, last)).noneMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void eachResultHasAnOutcome() {
    for (Class<?> result : SendResult.class.getPermittedSubclasses()) {
      assertThat(Outcome.BY_RESULT).containsKey(result);
    }
    for (Class<?> result : GroupResult.class.getPermittedSubclasses()) {
      assertThat(Outcome.BY_RESULT).containsKey(result);
    }
  }

  private static Response send(Conversation script, long id, String label, String node)
      throws Exception {
    return script
        .answer(request(id, label, node))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS)
        .get(0);
  }

  private static Request.Send request(long id, String label, String node) {
    return new Request.Send(id, new NodeName(label, "localhost"), node, "hi", 60_000, null);
  }
}
