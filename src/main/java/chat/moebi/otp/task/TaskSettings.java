package chat.moebi.otp.task;

import chat.moebi.name.NodeException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/**
 * The settings of a node's tasks. {@code application.conf} says what each means.
 *
 * @param isLocal a task for any node runs on this one: for tests without other nodes
 */
public record TaskSettings(int maxChildren, int windowTasks, long windowBytes, boolean isLocal) {

  /**
   * Reads {@code chat.tasks} and {@code chat.remote-supervisor}.
   *
   * @throws NodeException with a sentence for the user
   */
  public static TaskSettings from(Config config) {
    try {
      Config tasks = config.getConfig("chat.tasks");
      return new TaskSettings(
          tasks.getInt("max-children"),
          tasks.getInt("window.tasks"),
          tasks.getBytes("window.bytes"),
          config.getString("chat.remote-supervisor").equals("local"));
    } catch (ConfigException e) {
      throw NodeException.badConfiguration(e);
    }
  }
}
