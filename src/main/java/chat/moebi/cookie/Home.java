package chat.moebi.cookie;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the user's directories. A path that is empty or relative names none: files would land in
 * whatever directory the program was started in.
 */
public final class Home {

  private Home() {}

  /** Returns {@code $XDG_CONFIG_HOME/chat}, else {@code ~/.config/chat}; nothing without a home. */
  public static Optional<Path> configDirectory(Map<String, String> environment) {
    return directory(environment, "XDG_CONFIG_HOME", ".config");
  }

  /** Returns {@code $XDG_STATE_HOME/chat}, else {@code ~/.local/state/chat}, in the same way. */
  public static Optional<Path> stateDirectory(Map<String, String> environment) {
    return directory(environment, "XDG_STATE_HOME", ".local/state");
  }

  private static Optional<Path> directory(
      Map<String, String> environment, String variable, String inHome) {
    return absolute(environment.get(variable))
        .or(() -> home(environment).map(home -> home.resolve(inHome)))
        .map(directory -> directory.resolve("chat"));
  }

  // As other programs see it; Java's own user.home is what the user database says, or "?".
  private static Optional<Path> home(Map<String, String> environment) {
    return absolute(environment.get("HOME")).or(() -> absolute(System.getProperty("user.home")));
  }

  private static Optional<Path> absolute(String path) {
    return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
  }
}
