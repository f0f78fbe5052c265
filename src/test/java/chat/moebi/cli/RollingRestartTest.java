package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cli.Talker.Talking;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts nodes one after the other while all of them send to all. */
@Tag(DistributedTests.TAG)
class RollingRestartTest {

  private static final int ROUNDS = Boolean.getBoolean("chat.test.full") ? 5 : 1;

  /** The promised 5 s, and what a busy machine needs to notice. */
  private static final Duration IN_TIME = Duration.ofSeconds(6);

  private static final List<String> NAMES =
      List.of("alex@localhost", "kate@localhost", "sophie@localhost");

  @TempDir Path home;

  @Test
  void noAcknowledgedMessageIsLost() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    List<Talker> talkers = new ArrayList<>();
    try {
      for (String name : NAMES) {
        talkers.add(new Talker(name, () -> chat.start("--name", name)));
      }
      List<Talking> talkings = new ArrayList<>();
      for (Talker talker : talkers) {
        talker.awaitReady();
        talkings.add(talker.keepSaying(othersThan(talker)));
      }
      for (int i = 0; i < ROUNDS; i++) {
        for (Talker talker : talkers) {
          talker.restart(IN_TIME);
          for (String other : othersThan(talker)) {
            talker.awaitAcknowledgement(other, talker.acknowledgements(other), IN_TIME);
          }
        }
      }
      for (Talking talking : talkings) {
        talking.end();
      }
      for (Talker sender : talkers) {
        for (Talker recipient : talkers) {
          if (sender != recipient) {
            assertThat(sender.say(recipient.name())).isEqualTo("ok");
            sender.assertShownOnceAndInOrder(recipient);
            assertThat(sender.acknowledgements(recipient.name())).isGreaterThan(20);
          }
        }
      }
    } finally {
      talkers.forEach(Talker::close);
    }
  }

  private static String[] othersThan(Talker talker) {
    return NAMES.stream().filter(name -> !name.equals(talker.name())).toArray(String[]::new);
  }
}
