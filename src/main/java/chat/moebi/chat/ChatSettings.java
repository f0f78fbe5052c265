package chat.moebi.chat;

import chat.moebi.node.NodeException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the part of a node's configuration that concerns its chat; {@code application.conf} says
 * what each means.
 */
record ChatSettings(
    Duration sendTimeout,
    Duration lateAnswerLimit,
    int windowMessages,
    long windowBytes,
    int maxTasks,
    boolean isLocal,
    Map<String, Persona> personas,
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
          chat.getDuration("send-timeout"),
          chat.getDuration("late-answer-limit"),
          chat.getInt("window.messages"),
          chat.getBytes("window.bytes"),
          chat.getInt("max-tasks"),
          isLocal(chat),
          personas(chat),
          chat.getDuration("answer-timeout"));
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

  private static Map<String, Persona> personas(Config chat) {
    return chat.getObject("personas").keySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                name -> name, name -> Persona.saying(chat.getString("personas." + name))));
  }
}
