package chat.moebi.chat;

import chat.moebi.cluster.Window;
import chat.moebi.name.NodeException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of the chat; {@code application.conf} says what each means.
 *
 * @param remembers whether texts rest on disk
 * @param keeps whether texts are kept for nodes that are away
 * @param keepDays for how many days
 */
record ChatSettings(
    Duration sendTimeout,
    Duration lateAnswerLimit,
    int windowMessages,
    long windowBytes,
    int maxTasks,
    long maxTaskBytes,
    boolean isLocal,
    boolean remembers,
    boolean keeps,
    int keepDays,
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
          chat.getDuration("send-timeout"),
          chat.getDuration("late-answer-limit"),
          chat.getInt("window.messages"),
          chat.getBytes("window.bytes"),
          chat.getInt("max-tasks"),
          chat.getBytes("max-task-bytes"),
          chat.getString("remote-supervisor").equals("local"),
          chat.getBoolean("history.enabled"),
          chat.getBoolean("history.enabled")
              && chat.getBoolean("keep.enabled")
              && !chat.getString("remote-supervisor").equals("local"),
          chat.getInt("keep.days"),
          personas(chat),
          chat.getDuration("answer-timeout"));
    } catch (ConfigException e) {
      throw NodeException.badConfiguration(e);
    }
  }

  private static Map<String, String> personas(Config chat) {
    return chat.getObject("personas").keySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(name -> name, name -> chat.getString("personas." + name)));
  }

  /** Creates an empty window for the messages on their way to one node. */
  Window newWindow() {
    return new Window(windowMessages, windowBytes);
  }
}
