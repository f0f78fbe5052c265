package chat.moebi.store;

import chat.moebi.cookie.Home;
import chat.moebi.name.NodeName;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a node's store.
 *
 * @param url the JDBC URL of a database that several nodes share; empty: a file of the node's own
 * @param directory the directory of that file; empty without a home directory
 * @param maxHistory how many texts of the past are remembered; the oldest go first
 * @param maxHistoryBytes what the database may take before the oldest texts go
 * @param maxKept how many texts may wait for one recipient; four times as many for all recipients
 * @param maxKeptBytes what these texts may take, in UTF-8
 */
public record StoreSettings(
    String url,
    Optional<Path> directory,
    int maxHistory,
    long maxHistoryBytes,
    int maxKept,
    long maxKeptBytes) {

  /** Reads the settings of a whole configuration. */
  public static StoreSettings from(Config config, Map<String, String> environment) {
    Config chat = config.getConfig("chat");
    String directory = chat.getString("store.directory");
    return new StoreSettings(
        chat.getString("store.url"),
        directory.isEmpty() ? Home.dataDirectory(environment) : Optional.of(Path.of(directory)),
        chat.getInt("history.max-texts"),
        chat.getBytes("history.max-bytes"),
        chat.getInt("keep.max-texts"),
        chat.getBytes("keep.max-bytes"));
  }

  /** Whether other nodes use the same database. */
  public boolean isShared() {
    return !url.isEmpty();
  }

  /**
   * Returns the file of a node's store.
   *
   * @throws StoreException if the user has no home directory
   */
  public Path file(NodeName node) {
    return directory
        .orElseThrow(
            () -> new StoreException("there is no home directory to keep texts in; set HOME"))
        .resolve(node + ".db");
  }
}
