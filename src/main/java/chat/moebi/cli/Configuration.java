package chat.moebi.cli;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Lays a node's configuration together: a flag beats the environment, which beats {@code --config},
 * which beats the built-in configuration.
 */
final class Configuration {

  private static final Map<String, String> PATHS =
      Map.of(
          "CHAT_NAME", "chat.name",
          "CHAT_HOST", "chat.host",
          "CHAT_BIND", "chat.bind",
          "CHAT_PORT", "chat.port",
          "CHAT_JOIN", "chat.join",
          "CHAT_FUNCTIONS", "chat.functions",
          "CHAT_READY_FILE", "chat.ready-file",
          "CHAT_HEADLESS", "chat.headless");
  private static final Set<String> YES = Set.of("1", "true", "yes", "on");
  private static final Set<String> NO = Set.of("", "0", "false", "no", "off");

  private Configuration() {}

  /**
   * Lays the layers over one another.
   *
   * @param flags by configuration path
   * @param file the one of {@code --config}; may be null
   * @throws NodeException with a sentence for the user
   */
  static Config of(Map<String, Object> flags, Map<String, String> environment, Path file) {
    String named = environment.getOrDefault("CHAT_CONFIG", "");
    Path overlay = file != null || named.isEmpty() ? file : Path.of(named);
    try {
      return ConfigFactory.parseMap(flags, "flags")
          .withFallback(ConfigFactory.parseMap(settings(environment), "environment"))
          .withFallback(overlay == null ? ConfigFactory.empty() : read(overlay))
          .withFallback(ConfigFactory.defaultOverrides())
          .withFallback(ConfigFactory.defaultApplication())
          .withFallback(ConfigFactory.defaultReferenceUnresolved())
          .resolve();
    } catch (ConfigException e) {
      throw NodeException.badConfiguration(e);
    }
  }

  private static Map<String, Object> settings(Map<String, String> environment) {
    Map<String, Object> settings = new HashMap<>();
    PATHS.forEach(
        (variable, path) -> {
          String value = environment.getOrDefault(variable, "");
          if (!value.isEmpty()) {
            settings.put(path, variable.equals("CHAT_HEADLESS") ? truth(variable, value) : value);
          }
        });
    return settings;
  }

  private static boolean truth(String variable, String value) {
    String word = value.toLowerCase(Locale.ROOT);
    if (!YES.contains(word) && !NO.contains(word)) {
      throw new NodeException(Reason.INVALID, variable + "=" + value + "; write true or false");
    }
    return YES.contains(word);
  }

  private static Config read(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new NodeException(Reason.BAD_CONFIGURATION, "cannot read the configuration " + file);
    }
    return ConfigFactory.parseFile(
        file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
  }
}
