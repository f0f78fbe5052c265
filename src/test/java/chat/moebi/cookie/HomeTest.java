package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.name.NodeException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {

  private final String userHome = System.getProperty("user.home");

  @AfterEach
  void restore() {
    System.setProperty("user.home", userHome);
  }

  @Test
  void theSpecificationsVariablesComeFirst() {
    Map<String, String> environment =
        Map.of("HOME", "/home/kate", "XDG_CONFIG_HOME", "/config", "XDG_STATE_HOME", "/state");
    assertThat(Home.configDirectory(environment)).contains(Path.of("/config/chat"));
    assertThat(Home.stateDirectory(environment)).contains(Path.of("/state/chat"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "relative", "."})
  void emptyAndRelativePathsCountAsNone(String path) {
    Map<String, String> environment =
        Map.of("HOME", "/home/kate", "XDG_CONFIG_HOME", path, "XDG_STATE_HOME", path);
    assertThat(Home.configDirectory(environment)).contains(Path.of("/home/kate/.config/chat"));
    assertThat(Home.stateDirectory(environment)).contains(Path.of("/home/kate/.local/state/chat"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "relative", "."})
  void theUserDatabaseNamesTheHomeIfTheEnvironmentDoesNot(String home) {
    System.setProperty("user.home", "/home/alex");
    assertThat(Home.configDirectory(Map.of("HOME", home)))
        .contains(Path.of("/home/alex/.config/chat"));
    assertThat(Home.configDirectory(Map.of())).contains(Path.of("/home/alex/.config/chat"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?"})
  void aUserWithoutAHomeHasNoDirectories(String home) {
    System.setProperty("user.home", home);
    assertThat(Home.stateDirectory(Map.of())).isEmpty();
    assertThatThrownBy(() -> CookieFile.ofUser(Map.of("HOME", "")))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "cannot keep a cookie without a home directory; set HOME, or give a --cookie-file");
  }
}
