package chat.moebi.node;

import chat.moebi.cluster.Timeouts;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jline.utils.Levenshtein;

/**
 * The settings under {@code chat}, each with the values that it may have. {@code application.conf}
 * explains the settings.
 */
final class KnownSettings {

  /**
   * The values that a setting may have.
   *
   * @param words names the values to the user
   * @param contains reads a setting; throws {@link ConfigException} if it has another type
   */
  private record Range(String words, BiPredicate<Config, String> contains) {}

  private static final int TEXT_KIB = 64;

  /** The longest text in memory, or encoded with all that goes with it. */
  private static final int TEXT_IN_MEMORY_KIB = 2 * TEXT_KIB;

  /** Logback keeps no more. */
  private static final int MAX_FORMER_FILES = 20;

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private static final String SYSTEM_PROPERTIES = "system properties";
  private static final Set<String> FREE_FORM =
      Set.of("personas", "process-dispatcher", "function-dispatcher");
  private static final Map<String, Range> RANGES = new LinkedHashMap<>();

  static {
    Range text = new Range("a text", (config, path) -> config.getString(path) != null);
    allow(text, "name", "host", "bind", "cookie-file", "ready-file", "functions", "log.directory");
    allow(text, "store.url", "store.directory");
    allow(oneOf("cluster", "local"), "remote-supervisor");
    allow(oneOf("spinning", "akka"), "dispatch");
    allow(oneOf("error", "warning", "info", "debug"), "log.level");
    allow(
        new Range("true or false", (config, path) -> config.getBoolean(path) | true),
        "plain-tcp",
        "headless");
    allow(
        new Range("on or off", (config, path) -> config.getBoolean(path) | true),
        "console.times",
        "history.enabled",
        "keep.enabled");
    allow(oneOf("all", "smart", "off"), "console.presence");
    allow(oneOf("off", "addressed"), "console.bell");
    // The class Settings explains a whole number that is no port.
    allow(new Range("1 to 65535, or 0 for any free one", KnownSettings::isWhole), "port");
    allow(
        new Range("a list of HOST:PORT, or one text with commas", KnownSettings::areTexts), "join");
    Range duration =
        new Range(
            "a duration of 1 ms to " + Timeouts.LONGEST.toDays() + " days",
            (config, path) -> isDuration(config.getDuration(path)));
    allow(duration, "send-timeout", "late-answer-limit", "answer-timeout", "leave-timeout");
    allow(duration, "process.lost-after", "process.audit-interval", "process.print-timeout");
    allow(duration, "cluster.turn-timeout", "cluster.join-timeout", "cluster.contact-interval");
    allow(duration, "cluster.hello-interval", "cluster.hello-timeout", "cluster.forget-after");
    Range count = count("a whole number of 1 or more", Integer.MAX_VALUE);
    allow(count, "window.messages", "max-tasks", "max-scripts", "process.max-processes");
    allow(count, "process.max-mailbox", "process.window.messages");
    allow(count, "tasks.max-children", "tasks.window.tasks");
    allow(count, "history.max-texts", "keep.max-texts", "keep.days");
    allow(count("a whole number of 1 to 20", MAX_FORMER_FILES), "log.former-files");
    allow(size(TEXT_KIB), "window.bytes", "log.file-size");
    allow(size(TEXT_IN_MEMORY_KIB), "history.max-bytes", "keep.max-bytes");
    allow(size(TEXT_IN_MEMORY_KIB), "max-task-bytes", "tasks.window.bytes");
    allow(size(TEXT_IN_MEMORY_KIB), "process.max-mailbox-bytes", "process.window.bytes");
  }

  private KnownSettings() {}

  /**
   * Checks that each setting is known and has a value within its range.
   *
   * @throws NodeException with a sentence for the user
   */
  static void check(Config config) {
    Config chat = config.getConfig("chat");
    chat.entrySet().forEach(setting -> checkIsKnown(setting.getKey(), setting.getValue()));
    RANGES.forEach((path, range) -> checkIsWithin(range, chat, path));
  }

  /** Returns the paths of all settings but the free-form ones. */
  static Set<String> paths() {
    return RANGES.keySet();
  }

  private static void allow(Range range, String... paths) {
    for (String path : paths) {
      RANGES.put(path, range);
    }
  }

  private static Range oneOf(String... words) {
    return new Range(
        "one of " + String.join(", ", words),
        (config, path) -> List.of(words).contains(config.getString(path)));
  }

  private static Range count(String words, int most) {
    return new Range(
        words,
        (config, path) ->
            isWhole(config, path) && config.getInt(path) >= 1 && config.getInt(path) <= most);
  }

  private static Range size(int leastKib) {
    return new Range(
        "a size of " + leastKib + " KiB or more",
        (config, path) -> config.getBytes(path) >= leastKib * 1024L);
  }

  private static boolean isDuration(Duration duration) {
    return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(Timeouts.LONGEST) <= 0;
  }

  // Config reads 1.5 as 1.
  private static boolean isWhole(Config config, String path) {
    return config.getNumber(path).doubleValue() == config.getInt(path);
  }

  private static boolean areTexts(Config config, String path) {
    boolean isList = config.getValue(path).valueType() == ConfigValueType.LIST;
    return (isList ? config.getStringList(path) : config.getString(path)) != null;
  }

  private static void checkIsKnown(String path, ConfigValue value) {
    boolean isKnown =
        RANGES.containsKey(path)
            || FREE_FORM.stream().anyMatch(free -> path.startsWith(free + "."))
            // Any library or tool may have a system property that begins like ours.
            || value.origin().description().equals(SYSTEM_PROPERTIES);
    if (!isKnown) {
      String nearest =
          RANGES.keySet().stream()
              .min(Comparator.comparingInt(known -> distance(path, known)))
              .orElseThrow();
      throw bad(
          "%s: unknown setting chat.%s; did you mean chat.%s?"
              .formatted(value.origin().description(), path, nearest));
    }
  }

  private static void checkIsWithin(Range range, Config chat, String path) {
    boolean isWithin;
    try {
      isWithin = range.contains().test(chat, path);
    } catch (ConfigException e) {
      isWithin = false; // The setting is null, or has another type.
    }
    if (!isWithin) {
      String setting = "chat." + path + " = ";
      if (chat.hasPath(path)) {
        ConfigValue value = chat.getValue(path);
        setting = value.origin().description() + ": " + setting;
        setting += value.render(ConfigRenderOptions.concise());
      } else {
        setting += "null";
      }
      throw bad(setting + "; write " + range.words());
    }
  }

  private static NodeException bad(String sentence) {
    return new NodeException(Reason.BAD_CONFIGURATION, "bad configuration: " + sentence);
  }

  // Often the last part of the path is right, and the rest is not.
  private static int distance(String path, String known) {
    return lastPart(path).equals(lastPart(known)) ? 0 : Levenshtein.distance(path, known);
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
