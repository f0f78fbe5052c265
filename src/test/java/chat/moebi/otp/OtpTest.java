package chat.moebi.otp;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.node.Settings;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.builtin.Echo;
import chat.moebi.registry.Registry;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@StartsActorSystem
class OtpTest {

  private static final Echo.Text HI = new Echo.Text("hi");

  @TempDir private Path registry;

  @Test
  void runsTasksOnANodeThatWasStartedWithoutThem() throws Exception {
    try (Chat alex = start()) {
      assertThat(echo(Otp.of(alex), alex)).isEqualTo(HI);
      assertThat(Otp.of(alex)).isSameAs(Otp.of(alex));
    }
  }

  @Test
  void runsTasksForOtherNodesFromThenOn() throws Exception {
    try (Chat alex = start();
        Chat kate = TestChats.inCluster("kate", registry, (from, text) -> {})) {
      Otp.of(alex);

      assertThat(echo(Otp.of(kate), alex)).isEqualTo(HI);
    }
  }

  private static Echo.Text echo(Otp otp, Chat at) throws InterruptedException {
    return otp.tasks().supervisor(at.name()).asyncNoLink(Call.of(new Echo(), HI)).await();
  }

  private Chat start() {
    return Chat.start(
        Settings.named("alex", TestCookie.CREDENTIALS), Registry.at(registry), (from, text) -> {});
  }
}
