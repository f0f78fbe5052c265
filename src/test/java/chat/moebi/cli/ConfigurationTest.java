package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  private static final Map<String, Object> NO_FLAGS = Map.of();
  private static final Map<String, String> NO_ENVIRONMENT = Map.of();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("chat.conf");
  }

  @Nested
  class Precedence {

    @Test
    void beginsWithTheBuiltInConfiguration() {
      Config config = Configuration.of(NO_FLAGS, NO_ENVIRONMENT, null);

      assertThat(config.getInt("chat.port")).isZero();
      assertThat(config.getBoolean("chat.headless")).isFalse();
      assertThat(config.getString("akka.actor.provider")).isEqualTo("cluster");
    }

    @Test
    void letsTheFileBeatTheBuiltInConfiguration() throws IOException {
      Files.writeString(file, "chat.port = 1");

      assertThat(Configuration.of(NO_FLAGS, NO_ENVIRONMENT, file).getInt("chat.port")).isEqualTo(1);
    }

    @Test
    void letsTheEnvironmentBeatTheFile() throws IOException {
      Files.writeString(file, "chat.port = 1");

      assertThat(Configuration.of(NO_FLAGS, Map.of("CHAT_PORT", "2"), file).getInt("chat.port"))
          .isEqualTo(2);
    }

    @Test
    void letsAFlagBeatTheEnvironment() throws IOException {
      Files.writeString(file, "chat.port = 1");

      Config config = Configuration.of(Map.of("chat.port", 3), Map.of("CHAT_PORT", "2"), file);

      assertThat(config.getInt("chat.port")).isEqualTo(3);
    }

    @Test
    void keepsSettingsOfALowerLayerThatAHigherOneLacks() throws IOException {
      Files.writeString(file, "chat { host = filehost, bind = filebind }");

      Config config =
          Configuration.of(Map.of("chat.name", "kate"), Map.of("CHAT_HOST", "envhost"), file);

      assertThat(config.getString("chat.name")).isEqualTo("kate");
      assertThat(config.getString("chat.host")).isEqualTo("envhost");
      assertThat(config.getString("chat.bind")).isEqualTo("filebind");
      assertThat(config.getString("chat.send-timeout")).isEqualTo("5 s");
    }

    @Test
    void letsTheFileSetWhatOtherSettingsReferTo() throws IOException {
      Files.writeString(file, "chat.log.level = warn");

      assertThat(Configuration.of(NO_FLAGS, NO_ENVIRONMENT, file).getString("akka.loglevel"))
          .isEqualTo("warn");
    }
  }

  @Test
  void historyIsOnUnlessToldAndOffForAJavaProgram() {
    assertThat(Configuration.of(NO_FLAGS, NO_ENVIRONMENT, null).getBoolean("chat.history.enabled"))
        .isTrue();
    assertThat(ConfigFactory.load().getBoolean("chat.history.enabled")).isFalse();
  }

  @Nested
  class Environment {

    @ParameterizedTest
    @CsvSource({
      "CHAT_NAME, chat.name, kate",
      "CHAT_HOST, chat.host, 127.0.0.1",
      "CHAT_BIND, chat.bind, 127.0.0.2",
      "CHAT_PORT, chat.port, 25520"
    })
    void setsWhatTheFlagsSet(String variable, String path, String value) {
      assertThat(Configuration.of(NO_FLAGS, Map.of(variable, value), null).getString(path))
          .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHAT_NAME", "CHAT_HOST", "CHAT_BIND", "CHAT_PORT", "CHAT_HEADLESS"})
    void countsAsUnsetWhenItIsEmpty(String variable) throws IOException {
      Files.writeString(
          file, "chat { name = kate, host = h, bind = b, port = 1, headless = true }");

      assertThat(Configuration.of(NO_FLAGS, Map.of(variable, ""), file))
          .isEqualTo(Configuration.of(NO_FLAGS, NO_ENVIRONMENT, file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "yes", "on", "TRUE", "Yes"})
    void switchesHeadlessOn(String value) {
      assertThat(headless(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "false", "no", "off", "FALSE", "Off"})
    void switchesHeadlessOffThoughTheFileSaysOn(String value) throws IOException {
      Files.writeString(file, "chat.headless = true");

      assertThat(headless(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "2", " ", "truee"})
    void isRefusedWhenHeadlessIsNeitherOnNorOff(String value) {
      NodeException refusal = catchThrowableOfType(NodeException.class, () -> headless(value));

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal).hasMessage("CHAT_HEADLESS=" + value + "; write true or false");
    }

    @ParameterizedTest
    @CsvSource({"on, true", "Off, false", "0, false"})
    void switchesHistory(String value, boolean isOn) throws IOException {
      Files.writeString(file, "chat.history.enabled = " + (isOn ? "off" : "on"));
      Config config = Configuration.of(NO_FLAGS, Map.of("CHAT_HISTORY", value), file);

      assertThat(config.getBoolean("chat.history.enabled")).isEqualTo(isOn);
    }

    @Test
    void isRefusedWhenHistoryIsNeitherOnNorOff() {
      assertThat(
              catchThrowableOfType(
                  NodeException.class,
                  () -> Configuration.of(NO_FLAGS, Map.of("CHAT_HISTORY", "maybe"), null)))
          .hasMessage("CHAT_HISTORY=maybe; write on or off");
    }

    private boolean headless(String value) {
      return Configuration.of(
              NO_FLAGS, Map.of("CHAT_HEADLESS", value), Files.exists(file) ? file : null)
          .getBoolean("chat.headless");
    }
  }

  @Nested
  class File {

    @Test
    void mayBeNamedByTheEnvironment() throws IOException {
      Files.writeString(file, "chat.port = 1");

      assertThat(
              Configuration.of(NO_FLAGS, Map.of("CHAT_CONFIG", file.toString()), null)
                  .getInt("chat.port"))
          .isEqualTo(1);
    }

    @Test
    void ofTheFlagReplacesTheOneOfTheEnvironment() throws IOException {
      Files.writeString(file, "chat.port = 1");
      Path other =
          Files.writeString(directory.resolve("other.conf"), "chat { port = 2, host = otherhost }");

      Config config = Configuration.of(NO_FLAGS, Map.of("CHAT_CONFIG", other.toString()), file);

      assertThat(config.getInt("chat.port")).isEqualTo(1);
      assertThat(config.getString("chat.host")).isEmpty();
    }

    @Test
    void isNoneWhenTheVariableIsEmpty() {
      assertThat(Configuration.of(NO_FLAGS, Map.of("CHAT_CONFIG", ""), null))
          .isEqualTo(Configuration.of(NO_FLAGS, NO_ENVIRONMENT, null));
    }

    @Test
    void mayIncludeAnotherBesideIt() throws IOException {
      Files.writeString(directory.resolve("base.conf"), "chat.port = 1");
      Files.writeString(file, "include \"base.conf\"");

      assertThat(Configuration.of(NO_FLAGS, NO_ENVIRONMENT, file).getInt("chat.port")).isEqualTo(1);
    }

    @Test
    void mayBeginWithAByteOrderMark() throws IOException {
      Files.writeString(file, "\ufeffchat.port = 1");

      assertThat(Configuration.of(NO_FLAGS, NO_ENVIRONMENT, file).getInt("chat.port")).isEqualTo(1);
    }

    @Test
    void isRefusedWhenItIsMissing() {
      NodeException refusal = refusal();

      assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal).hasMessage("cannot read the configuration " + file);
    }

    @Test
    void isRefusedWhenTheEnvironmentNamesAMissingOne() {
      Map<String, String> environment = Map.of("CHAT_CONFIG", file.toString());

      assertThat(
              catchThrowableOfType(
                  NodeException.class, () -> Configuration.of(NO_FLAGS, environment, null)))
          .hasMessage("cannot read the configuration " + file);
    }

    @Test
    void isRefusedWhenItIsADirectory() throws IOException {
      Files.createDirectory(file);

      assertThat(refusal()).hasMessage("cannot read the configuration " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat {", "chat.port = ${no.such.setting}", "= 1", "chat.port = [1"})
    void isRefusedWhenItIsBroken(String content) throws IOException {
      Files.writeString(file, content);

      NodeException refusal = refusal();

      assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal)
          .hasMessageStartingWith("bad configuration: ")
          .hasMessageContaining(file.getFileName().toString());
    }

    private NodeException refusal() {
      return catchThrowableOfType(
          NodeException.class, () -> Configuration.of(NO_FLAGS, NO_ENVIRONMENT, file));
    }
  }
}
