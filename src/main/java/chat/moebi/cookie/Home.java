package chat.moebi.cookie;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The user's directories. An empty or relative path counts as none: otherwise files would go to the
 * directory in which the program was started.
 */
public final class Home {

  private Home() {}

  /** Returns {@code $XDG_CONFIG_HOME/chat}, else {@code ~/.config/chat}; empty without a home. */
  public static Optional<Path> configDirectory(Map<String, String> environment) {
    return directory(environment, "XDG_CONFIG_HOME", ".config");
  }

  /**
   * Returns {@code $XDG_STATE_HOME/chat}, else {@code ~/.local/state/chat}; empty without a home.
   */
  public static Optional<Path> stateDirectory(Map<String, String> environment) {
    return directory(environment, "XDG_STATE_HOME", ".local/state");
  }

  /**
   * Returns {@code $XDG_DATA_HOME/chat}, else {@code ~/.local/share/chat}; empty without a home.
   */
  public static Optional<Path> dataDirectory(Map<String, String> environment) {
    return directory(environment, "XDG_DATA_HOME", ".local/share");
  }

  // HOME comes before user.home, which the JVM reads from the user database, as "?" if it has none.
  private static Optional<Path> directory(
      Map<String, String> environment, String variable, String inHome) {
    return absolute(environment.get(variable))
        .or(
            () ->
                absolute(environment.get("HOME"))
                    .or(() -> absolute(System.getProperty("user.home")))
                    .map(home -> home.resolve(inHome)))
        .map(directory -> directory.resolve("chat"));
  }

  private static Optional<Path> absolute(String path) {
    return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
  }
}
