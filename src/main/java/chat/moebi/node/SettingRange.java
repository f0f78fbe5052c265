package chat.moebi.node;

import chat.moebi.cluster.Timeouts;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The values that a setting may have.
 *
 * @param words says it in words for the user
 * @param check reads a setting; returns whether it is within the range, or throws what the
 *     configuration throws if it is of another type
 */
record SettingRange(String words, BiPredicate<Config, String> check) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final long KIB = 1024;

  /** Whether a configuration has a value within the range at a path. */
  boolean holds(Config config, String path) {
    try {
      return check.test(config, path);
    } catch (ConfigException e) {
      return false; // It is missing, null, or of another type.
    }
  }

  static SettingRange text() {
    return new SettingRange("a text", (config, path) -> isRead(config.getString(path)));
  }

  static SettingRange truth() {
    return new SettingRange("true or false", (config, path) -> isRead(config.getBoolean(path)));
  }

  /** A number of which {@link Settings} says more if it is no port. */
  static SettingRange port() {
    return new SettingRange(
        "1 to 65535, or 0 for any free one", (config, path) -> isWhole(config, path));
  }

  static SettingRange texts() {
    return new SettingRange(
        "a list of HOST:PORT, or one text with commas",
        (config, path) ->
            config.getValue(path).valueType() == ConfigValueType.LIST
                ? isRead(config.getStringList(path))
                : isRead(config.getString(path)));
  }

  static SettingRange oneOf(String... words) {
    return new SettingRange(
        "one of " + String.join(", ", words),
        (config, path) -> List.of(words).contains(config.getString(path)));
  }

  static SettingRange duration() {
    return new SettingRange(
        "a duration of 1 ms to " + Timeouts.LONGEST.toDays() + " days",
        (config, path) -> {
          Duration duration = config.getDuration(path);
          return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(Timeouts.LONGEST) <= 0;
        });
  }

  static SettingRange count() {
    return new SettingRange(
        "a whole number of 1 or more",
        (config, path) -> isWhole(config, path) && config.getInt(path) >= 1);
  }

  static SettingRange countUpTo(int most) {
    return new SettingRange(
        "a whole number of 1 to " + most,
        (config, path) ->
            isWhole(config, path) && config.getInt(path) >= 1 && config.getInt(path) <= most);
  }

  static SettingRange kibibytes(int least) {
    return new SettingRange(
        "a size of " + least + " KiB or more",
        (config, path) -> config.getBytes(path) >= least * KIB);
  }

  // The configuration would read 1.5 as 1.
  private static boolean isWhole(Config config, String path) {
    return config.getNumber(path).doubleValue() == config.getInt(path);
  }

  // Anything is within the range that could be read at all.
  private static boolean isRead(Object value) {
    return value != null;
  }
}
