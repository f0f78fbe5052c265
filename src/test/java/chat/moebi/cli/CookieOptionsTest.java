package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Gives a cookie in several places at once: the text {@code flag} by a flag, for example. */
class CookieOptionsTest {

  @TempDir private Path home;
  private Map<String, String> environment;

  @BeforeEach
  void prepare() {
    environment = new HashMap<>(Map.of("XDG_CONFIG_HOME", home.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "--cookie, CHAT_COOKIE",
    "--cookie, CHAT_COOKIE_FILE",
    "--cookie-file, CHAT_COOKIE",
    "--cookie-file, CHAT_COOKIE_FILE"
  })
  void aFlagBeatsTheEnvironmentWhichBeatsTheConfigurationWhichBeatsTheUsersOwnFile(
      String flag, String variable) throws Exception {
    Credentials own = Credentials.of(CookieFile.readOwn(environment));
    assertThat(isOf(own, options(), configured(""))).isTrue();

    Config configured = configured(file("configured").toString());
    Credentials ofConfigured = Credentials.of(CookieFile.read(home.resolve("configured")));
    assertThat(isOf(ofConfigured, options(), configured)).isTrue();
    assertThat(options().givenCredentials(environment)).isEmpty();

    String value = value(variable.endsWith("_FILE"), "variable");
    environment.put(variable, value);
    Credentials ofVariable = credentials(variable.endsWith("_FILE"), value);
    assertThat(isOf(ofVariable, options(), configured)).isTrue();
    assertThat(isGiven(ofVariable, options())).isTrue();

    String text = value(flag.endsWith("-file"), "flag");
    Credentials ofFlag = credentials(flag.endsWith("-file"), text);
    assertThat(isOf(ofFlag, options(flag, text), configured)).isTrue();
    assertThat(isGiven(ofFlag, options(flag, text))).isTrue();
  }

  @Test
  void anEmptyVariableIsNone() {
    environment.put("CHAT_COOKIE", "");
    environment.put("CHAT_COOKIE_FILE", "");
    assertThat(options().givenCredentials(environment)).isEmpty();
  }

  @Test
  void twoVariablesAreRefusedLikeTwoFlags() {
    environment.put("CHAT_COOKIE", "variable");
    environment.put("CHAT_COOKIE_FILE", file("file").toString());
    assertThatThrownBy(() -> options().givenCredentials(environment))
        .isInstanceOf(NodeException.class)
        .hasMessage("give CHAT_COOKIE or CHAT_COOKIE_FILE, not both");
  }

  private boolean isOf(Credentials expected, CookieOptions options, Config config) {
    return expected.matches(options.credentials(environment, config).fingerprints());
  }

  private boolean isGiven(Credentials expected, CookieOptions options) {
    return expected.matches(options.givenCredentials(environment).orElseThrow().fingerprints());
  }

  private String value(boolean isFile, String name) {
    return isFile ? file(name).toString() : name;
  }

  private static Credentials credentials(boolean isFile, String value) {
    return Credentials.of(isFile ? CookieFile.read(Path.of(value)) : List.of(Cookie.of(value)));
  }

  private Path file(String name) {
    Path file = home.resolve(name);
    CookieFile.create(file);
    return file;
  }

  private static Config configured(String file) {
    return ConfigFactory.parseMap(Map.of("chat.cookie-file", file, "chat.plain-tcp", false));
  }

  private static CookieOptions options(String... arguments) {
    CommandSpec command = CommandSpec.create();
    CookieOptions options = new CookieOptions(command);
    new CommandLine(command).parseArgs(arguments);
    return options;
  }
}
