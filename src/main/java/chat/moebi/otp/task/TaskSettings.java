package chat.moebi.otp.task;

import com.typesafe.config.Config;

/**
 * The settings of a node's tasks. {@code application.conf} says what each means.
 *
 * @param isLocal a task for any node runs on this one: for tests without other nodes
 */
public record TaskSettings(int maxChildren, int windowTasks, long windowBytes, boolean isLocal) {

  /** Reads the settings of a configuration that the node's settings were read from. */
  public static TaskSettings from(Config config) {
    Config tasks = config.getConfig("chat.tasks");
    return new TaskSettings(
        tasks.getInt("max-children"),
        tasks.getInt("window.tasks"),
        tasks.getBytes("window.bytes"),
        config.getString("chat.remote-supervisor").equals("local"));
  }
}
