package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@StartsActorSystem
class WelcomeTest {

  @ParameterizedTest
  @CsvSource({"kate, alex", "alex, kate", "moebi, alex"})
  void theFirstStartNamesAnotherNodeThanThisOne(String name, String other, @TempDir Path registry) {
    List<String> lines = new ArrayList<>();
    try (Chat chat = TestChats.alone(name, registry, (from, text) -> {})) {
      Welcome.show(chat, true, lines::add);
    }

    assertThat(lines)
        .containsExactly(
            name + "@localhost is ready, alone; /help explains",
            "to chat, start ./chat --name "
                + (other + " in another terminal, then write @" + other + " hi"),
            "Tab completes, /help lists the commands, /quit or Ctrl-D leaves");
  }
}
