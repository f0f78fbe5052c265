package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Starts the program by itself, not by {@code ./chat}, in locales in which Java reads ASCII only.
 * The bytes are the shell's, whatever the locale of the tests.
 */
@Tag(DistributedTests.TAG)
class LocaleTest {

  private static final String GRUESSE = "$(printf 'gr\\303\\274\\303\\237e')";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "xx_XX.UTF-8", ""})
  void argumentsAreTheBytesThatTheShellGave(String locale) throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      String cookie = "CHAT_COOKIE=\"" + GRUESSE + " and as long as it must be\"";
      try (PipedProcess send =
          start(locale, "", " \"" + GRUESSE + "\" '' 'caf'$(printf '\\351')", "send", "kate")) {
        assertThat(send.awaitExit()).as("%s", send).isZero();
      }
      kate.awaitOutput("send@localhost: gr\u00fc\u00dfe  caf\ufffd");
      // Decoded as ASCII, the name would be refused.
      try (PipedProcess alex = start(locale, cookie, "", "--name", "alex")) {
        alex.awaitOutput("ready alex@localhost");
      }
    }
  }

  @Test
  void aPathThatTheLocaleCannotNameIsRefused() throws Exception {
    String sentence = "this locale cannot name the path .*gr\u00fc\u00dfe.*; set LC_ALL=C.UTF-8";
    refuses(2, ".*'--config'.*: " + sentence + "; see .*", "", " --config " + GRUESSE);
    refuses(78, sentence, "XDG_CONFIG_HOME=/" + GRUESSE, "");
    refuses(78, sentence, "XDG_STATE_HOME=/" + GRUESSE, "");
    refuses(78, sentence, "XDG_RUNTIME_DIR=/" + GRUESSE, "");
  }

  private void refuses(int status, String sentence, String variables, String arguments)
      throws Exception {
    try (PipedProcess kate = start("C", variables, arguments, "--name", "kate")) {
      assertThat(kate.awaitExit()).as("%s", kate).isEqualTo(status);
      assertThat(kate.errors()).hasSize(1);
      assertThat(kate.errors().get(0)).matches("error: " + sentence);
    }
  }

  /** Starts it by a shell, which evaluates the variables and the last arguments. */
  private PipedProcess start(
      String locale, String variables, String lastArguments, String... arguments) throws Exception {
    String line = "exec env " + variables + " \"$@\"" + lastArguments;
    List<String> command = new ArrayList<>(List.of("sh", "-c", line, "sh"));
    command.addAll(chat.command(arguments));
    Map<String, String> environment = chat.environment();
    environment.put("LC_ALL", locale);
    return PipedProcess.start(command, environment);
  }
}
