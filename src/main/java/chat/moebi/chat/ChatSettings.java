package chat.moebi.chat;

import chat.moebi.name.NodeException;
import chat.moebi.node.Settings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings of the chat; {@code application.conf} says what each means. */
record ChatSettings(
    Duration sendTimeout,
    Duration lateAnswerLimit,
    int windowMessages,
    long windowBytes,
    int maxTasks,
    long maxTaskBytes,
    boolean isLocal,
    Map<String, String> personas,
    Duration answerTimeout) {

  /**
   * Reads {@code chat { }}.
   *
   * @throws NodeException with a sentence for the user
   */
  static ChatSettings from(Config config) {
    try {
      Config chat = config.getConfig("chat");
      return new ChatSettings(
          Settings.positive(chat, "send-timeout"),
          Settings.positive(chat, "late-answer-limit"),
          Settings.atLeastOne(chat, "window.messages"),
          chat.getBytes("window.bytes"),
          Settings.atLeastOne(chat, "max-tasks"),
          chat.getBytes("max-task-bytes"),
          isLocal(chat),
          personas(chat),
          Settings.positive(chat, "answer-timeout"));
    } catch (ConfigException e) {
      throw NodeException.badConfiguration(e);
    }
  }

  private static boolean isLocal(Config chat) {
    String path = "remote-supervisor";
    String value = chat.getString(path);
    return switch (value) {
      case "cluster" -> false;
      case "local" -> true;
      default ->
          throw new ConfigException.BadValue(
              chat.getValue(path).origin(), "chat." + path, "write cluster or local, not " + value);
    };
  }

  private static Map<String, String> personas(Config chat) {
    return chat.getObject("personas").keySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(name -> name, name -> chat.getString("personas." + name)));
  }
}
