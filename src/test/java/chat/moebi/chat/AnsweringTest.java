package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import chat.moebi.registry.Registry;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@StartsActorSystem
class AnsweringTest {

  @TempDir Path registry;

  @Test
  void anAnswerIsCheckedLikeAnyOtherText() {
    Program program = new Program("x".repeat(65_537), "half a \ud83d", "whole");
    Settings settings =
        Settings.from(
            ConfigFactory.parseMap(Map.of("chat.name", "shout"))
                .withFallback(ConfigFactory.load("application-test")),
            TestCookie.CREDENTIALS);
    ChatListener listener =
        new ChatListener() {
          @Override
          public Receiver receiver(Receiver output) {
            return program;
          }
        };
    try (Chat shout = Chat.start(settings, Registry.at(registry), (from, text) -> {}, listener)) {
      assertThat(shout.send("shout", "hi").toCompletableFuture().join())
          .isInstanceOf(SendResult.Completed.class);
      assertThat(program.failures)
          .extracting(CompletableFuture::join)
          .containsExactly(
              Optional.of(
                  new Receiver.Loss("the message is too long: 65537 of at most 65536 bytes", true)),
              Optional.empty(),
              Optional.empty());
      assertThat(program.answers).containsExactly("half a ?", "whole");
    }
  }

  @Test
  void anAnswerToARoomIsLostIfNobodyShowsIt() {
    assertThat(Answering.loss(new GroupResult.Shown(2))).isEmpty();
    assertThat(lossOf(2).isTotal()).isFalse();
    assertThat(lossOf(2).reason()).endsWith("shown by 2");
    assertThat(lossOf(0).isTotal()).isTrue();
    assertThat(Answering.loss(new GroupResult.NotConnected()).orElseThrow().isTotal()).isTrue();
  }

  private static Receiver.Loss lossOf(int shown) {
    NodeName zoe = NodeName.parse("zoe@localhost");
    return Answering.loss(
            new GroupResult.NotShownByAll(
                new TreeMap<>(Map.of(zoe, new SendResult.Busy(zoe))), shown))
        .orElseThrow();
  }

  /** Answers each text, and keeps the answers that come to itself. */
  private static final class Program implements Receiver {
    private final List<String> words;
    private final Queue<CompletableFuture<Optional<Receiver.Loss>>> failures =
        new ConcurrentLinkedQueue<>();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    Program(String... words) {
      this.words = List.of(words);
    }

    @Override
    public void show(Message message, Answers to, Consumer<Result> onResult) {
      if (message.isAutomatic()) {
        answers.add(message.text());
      } else {
        words.forEach(word -> failures.add(to.send(word).toCompletableFuture()));
      }
      onResult.accept(Shown.INSTANCE);
    }

    @Override
    public void forget() {}
  }
}
