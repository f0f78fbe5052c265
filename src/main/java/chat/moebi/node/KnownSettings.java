package chat.moebi.node;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jline.utils.Levenshtein;

/**
 * The settings under {@code chat}, each with the values that it may have. {@code application.conf}
 * says what each one means.
 */
final class KnownSettings {

  /** The longest text in UTF-8. */
  private static final int TEXT_KIB = 64;

  /** The longest text as it is counted in memory, or encoded with what goes with it. */
  private static final int TEXT_IN_MEMORY_KIB = 2 * TEXT_KIB;

  /** Logback keeps no more. */
  private static final int MOST_FORMER_FILES = 20;

  private static final String SYSTEM_PROPERTIES = "system properties";
  private static final Set<String> FREE_FORM =
      Set.of("personas", "process-dispatcher", "function-dispatcher");
  private static final Map<String, SettingRange> RANGES = new LinkedHashMap<>();

  static {
    allow(SettingRange.text(), "name", "host", "bind", "cookie-file", "ready-file", "functions");
    allow(SettingRange.text(), "log.directory");
    allow(SettingRange.truth(), "plain-tcp", "headless");
    allow(SettingRange.port(), "port");
    allow(SettingRange.texts(), "join");
    allow(SettingRange.oneOf("cluster", "local"), "remote-supervisor");
    allow(SettingRange.oneOf("spinning", "akka"), "dispatch");
    allow(SettingRange.oneOf("error", "warning", "info", "debug"), "log.level");
    allow(SettingRange.duration(), "send-timeout", "late-answer-limit", "answer-timeout");
    allow(SettingRange.duration(), "leave-timeout", "process.lost-after");
    allow(SettingRange.duration(), "process.audit-interval", "process.print-timeout");
    allow(SettingRange.duration(), "cluster.turn-timeout", "cluster.join-timeout");
    allow(SettingRange.duration(), "cluster.contact-interval", "cluster.forget-after");
    allow(SettingRange.duration(), "cluster.hello-interval", "cluster.hello-timeout");
    allow(SettingRange.count(), "window.messages", "max-tasks", "max-scripts");
    allow(SettingRange.count(), "process.max-processes", "process.max-mailbox");
    allow(SettingRange.count(), "process.window.messages");
    allow(SettingRange.count(), "tasks.max-children", "tasks.window.tasks");
    allow(SettingRange.countUpTo(MOST_FORMER_FILES), "log.former-files");
    allow(SettingRange.kibibytes(TEXT_KIB), "window.bytes", "log.file-size");
    allow(SettingRange.kibibytes(TEXT_IN_MEMORY_KIB), "max-task-bytes", "tasks.window.bytes");
    allow(SettingRange.kibibytes(TEXT_IN_MEMORY_KIB), "process.max-mailbox-bytes");
    allow(SettingRange.kibibytes(TEXT_IN_MEMORY_KIB), "process.window.bytes");
  }

  private KnownSettings() {}

  /**
   * Checks that each setting is known and has a value that it may have.
   *
   * @throws NodeException with a sentence for the user
   */
  static void check(Config config) {
    Config chat = config.getConfig("chat");
    chat.entrySet().forEach(setting -> checkIsKnown(setting.getKey(), setting.getValue()));
    RANGES.forEach(
        (path, range) -> {
          if (!range.holds(chat, path)) {
            throw notWithin(chat, path, range);
          }
        });
  }

  /** Returns the paths of all settings but the free-form ones. */
  static Set<String> paths() {
    return RANGES.keySet();
  }

  private static void allow(SettingRange range, String... paths) {
    for (String path : paths) {
      RANGES.put(path, range);
    }
  }

  private static void checkIsKnown(String path, ConfigValue value) {
    boolean isKnown =
        RANGES.containsKey(path)
            || FREE_FORM.stream().anyMatch(free -> path.startsWith(free + "."))
            // Every library and every tool may have properties, and some begin like ours.
            || value.origin().description().equals(SYSTEM_PROPERTIES);
    if (!isKnown) {
      throw bad(
          origin(value)
              + "unknown setting chat."
              + path
              + "; did you mean chat."
              + nearest(path)
              + "?");
    }
  }

  private static NodeException notWithin(Config chat, String path, SettingRange range) {
    boolean isNull = !chat.hasPath(path);
    String given = isNull ? "null" : chat.getValue(path).render(ConfigRenderOptions.concise());
    String origin = isNull ? "" : origin(chat.getValue(path));
    return bad(origin + "chat." + path + " = " + given + "; write " + range.words());
  }

  private static String origin(ConfigValue value) {
    return value.origin().description() + ": ";
  }

  private static NodeException bad(String sentence) {
    return new NodeException(Reason.BAD_CONFIGURATION, "bad configuration: " + sentence);
  }

  private static String nearest(String path) {
    return RANGES.keySet().stream()
        .min(Comparator.comparingInt(known -> distance(path, known)))
        .orElseThrow();
  }

  // Often the name is right, and what it stands under is not.
  private static int distance(String path, String known) {
    return name(path).equals(name(known)) ? 0 : Levenshtein.distance(path, known);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
