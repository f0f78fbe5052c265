package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSettingsTest {

  private static final Config BUILT_IN = ConfigFactory.load();

  @Test
  void areTheSettingsOfTheBuiltInConfiguration() {
    Config chat = ConfigFactory.parseResources("application.conf").resolve().getConfig("chat");

    assertThat(KnownSettings.paths())
        .containsExactlyInAnyOrderElementsOf(
            chat
                .withoutPath("personas")
                .withoutPath("process-dispatcher")
                .withoutPath("function-dispatcher")
                .entrySet()
                .stream()
                .map(Map.Entry::getKey)
                .toList());
  }

  @Test
  void haveValidBuiltInValues() {
    assertThatCode(() -> KnownSettings.check(BUILT_IN)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chat.window.bytes = 0 | a size of 64 KiB or more",
        "chat.window.bytes = 65535 | a size of 64 KiB or more",
        "chat.log.file-size = -1 | a size of 64 KiB or more",
        "chat.max-task-bytes = 64 KiB | a size of 128 KiB or more",
        "chat.process.max-mailbox-bytes = 1 | a size of 128 KiB or more",
        "chat.process.window.bytes = 0 | a size of 128 KiB or more",
        "chat.tasks.window.bytes = 100 EiB | a size of 128 KiB or more",
        "chat.max-scripts = -1 | a whole number of 1 or more",
        "chat.max-scripts = 1.5 | a whole number of 1 or more",
        "chat.port = 1.5 | 1 to 65535, or 0 for any free one",
        "chat.window.messages = many | a whole number of 1 or more",
        "chat.max-tasks = 3000000000 | a whole number of 1 or more",
        "chat.process.max-mailbox = null | a whole number of 1 or more",
        "chat.log.former-files = -3 | a whole number of 1 to 20",
        "chat.log.former-files = 21 | a whole number of 1 to 20",
        "chat.send-timeout = 201 days | a duration of 1 ms to 200 days",
        "chat.send-timeout = 0 | a duration of 1 ms to 200 days",
        "chat.cluster.hello-interval = 1 ns | a duration of 1 ms to 200 days",
        "chat.cluster.forget-after = -1 s | a duration of 1 ms to 200 days",
        "chat.leave-timeout = soon | a duration of 1 ms to 200 days",
        "chat.plain-tcp = maybe | true or false",
        "chat.port = x | 1 to 65535, or 0 for any free one",
        "chat.name = [kate] | a text",
        "chat.join = [[a]] | a list of HOST:PORT, or one text with commas",
        "chat.log.level = all | one of error, warning, info, debug",
        "chat.remote-supervisor = kate | one of cluster, local",
        "chat.dispatch = on | one of spinning, akka",
      })
  void areRefusedOutsideOfTheirRange(String setting, String range) {
    NodeException refusal = refusal(setting);

    String value = setting.substring(setting.indexOf("= ") + 2);
    assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
    assertThat(refusal.getMessage().replace("\"", ""))
        .startsWith("bad configuration: ")
        .endsWith(setting.substring(0, setting.indexOf(' ')) + " = " + value + "; write " + range);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat.window.bytes = 64 KiB",
        "chat.max-task-bytes = 128 KiB",
        "chat.max-scripts = 1",
        "chat.send-timeout = 200 days",
        "chat.send-timeout = 1 ms",
        "chat.log.former-files = 1",
        "chat.log.former-files = 20",
        "chat.join = \"a:1,b:2\"",
        "chat.personas { rex = woof }",
        "chat.process-dispatcher { throughput = 7 }",
        "chat.function-dispatcher { executor = fork-join-executor }"
      })
  void mayBeAnythingWithinTheirRange(String setting) {
    assertThatCode(() -> check(setting)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "prot, port",
    "send-timout, send-timeout",
    "forget-after, cluster.forget-after",
    "windows.bytes, window.bytes",
    "port.number, port"
  })
  void areNamedWhereAnUnknownOneIsNear(String path, String near) {
    assertThat(refusal("chat." + path + " = 1").getMessage())
        .startsWith("bad configuration: String: 1: unknown setting chat." + path)
        .contains("; did you mean chat.");
    assertThat(refusal("chat." + path + " = 1"))
        .hasMessageEndingWith("did you mean chat." + near + "?");
  }

  @Test
  void mayStandBesideOtherPropertiesOfTheJvm() {
    System.setProperty("chat.of-a-tool", "1");
    try {
      ConfigFactory.invalidateCaches();
      assertThatCode(() -> KnownSettings.check(ConfigFactory.load())).doesNotThrowAnyException();
    } finally {
      System.clearProperty("chat.of-a-tool");
      ConfigFactory.invalidateCaches();
    }
  }

  private static NodeException refusal(String setting) {
    return catchThrowableOfType(NodeException.class, () -> check(setting));
  }

  private static void check(String setting) {
    KnownSettings.check(ConfigFactory.parseString(setting).withFallback(BUILT_IN).resolve());
  }
}
