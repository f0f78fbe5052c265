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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The configuration of a node: a flag beats the environment, which beats {@code --config}, which
 * beats the built-in configuration.
 */
final class Configuration {

  private static final String HEADLESS = "headless";
  private static final String HISTORY = "history";

  /** What a flag or a variable such as CHAT_NAME may set. */
  static final List<String> NAMES =
      List.of("name", "host", "bind", "port", "join", "functions", "ready-file", HEADLESS, HISTORY);

  /** What a node of the command line does, and a node of a Java program does not. */
  private static final Config DEFAULTS =
      ConfigFactory.parseMap(Map.of("chat.history.enabled", "on"), "command line");

  private static final Set<String> YES = Set.of("1", "true", "yes", "on");
  private static final Set<String> NO = Set.of("0", "false", "no", "off");

  private Configuration() {}

  /**
   * Combines the layers.
   *
   * @param flags values by configuration path
   * @param file the file of {@code --config}, or null
   * @throws NodeException with a sentence for the user
   */
  static Config of(Map<String, Object> flags, Map<String, String> environment, Path file) {
    String variable = environment.getOrDefault("CHAT_CONFIG", "");
    Path overlay = file != null || variable.isEmpty() ? file : Path.of(variable);
    try {
      return ConfigFactory.parseMap(flags, "flags")
          .withFallback(ConfigFactory.parseMap(settings(environment), "environment"))
          .withFallback(overlay == null ? ConfigFactory.empty() : read(overlay))
          .withFallback(ConfigFactory.defaultOverrides())
          .withFallback(DEFAULTS)
          .withFallback(ConfigFactory.defaultApplication())
          .withFallback(ConfigFactory.defaultReferenceUnresolved())
          .resolve();
    } catch (ConfigException e) {
      throw NodeException.badConfiguration(e);
    }
  }

  private static Map<String, Object> settings(Map<String, String> environment) {
    Map<String, Object> settings = new HashMap<>();
    for (String name : NAMES) {
      String variable = "CHAT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty()) {
        settings.put(path(name), valueOf(name, variable, value));
      }
    }
    return settings;
  }

  /** Returns the path of the setting that a flag or a variable gives. */
  static String path(String name) {
    return name.equals(HISTORY) ? "chat.history.enabled" : "chat." + name;
  }

  private static Object valueOf(String name, String variable, String value) {
    return switch (name) {
      case HEADLESS -> booleanOf(variable, value, "true or false");
      case HISTORY -> booleanOf(variable, value, "on or off");
      default -> value;
    };
  }

  private static boolean booleanOf(String variable, String value, String words) {
    String word = value.toLowerCase(Locale.ROOT);
    if (!YES.contains(word) && !NO.contains(word)) {
      throw new NodeException(Reason.INVALID, variable + "=" + value + "; write " + words);
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
