package chat.moebi.cli.doctor;

import chat.moebi.cookie.Home;
import chat.moebi.cookie.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the directories of the user's files: those for the cookie and for the logs. */
public final class DirectoryCheck {

  private static final String CONFIG = "config-directory";
  private static final String STATE = "state-directory";

  private DirectoryCheck() {}

  /**
   * Checks both directories.
   *
   * @param logs the directory for logs that is configured; empty for the usual one
   */
  public static List<Finding> check(Map<String, String> environment, String logs) {
    Optional<Path> state =
        logs.isEmpty() ? Home.stateDirectory(environment) : Optional.of(Path.of(logs));
    return List.of(
        check(CONFIG, "the directory for cookies ", Home.configDirectory(environment)),
        check(STATE, "the directory for logs ", state));
  }

  private static Finding check(String check, String words, Optional<Path> directory) {
    if (directory.isEmpty()) {
      return Finding.fault(check, "there is no home directory; set HOME");
    }
    Path path = directory.get().toAbsolutePath();
    try {
      return Files.exists(path) ? existing(check, words, path) : missing(check, words, path);
    } catch (IOException e) {
      return Finding.fault(
          check, "cannot look at " + path + " (" + e.getClass().getSimpleName() + "); check it");
    }
  }

  private static Finding existing(String check, String words, Path path) throws IOException {
    Optional<String> objection = OwnerOnly.objectionTo(path.toRealPath());
    if (objection.isPresent()) {
      return Finding.fault(check, "cannot use " + words + path + ": " + objection.get());
    }
    return Files.isWritable(path)
        ? Finding.ok(check, words + path + " is yours alone")
        : Finding.fault(check, words + path + " cannot be written; type: chmod 700 " + path);
  }

  private static Finding missing(String check, String words, Path path) {
    Path parent = path.getParent();
    while (Files.notExists(parent)) {
      parent = parent.getParent();
    }
    return Files.isDirectory(parent) && Files.isWritable(parent)
        ? Finding.ok(check, words + path + " is made when it is needed")
        : Finding.fault(
            check, words + path + " cannot be made; let " + parent + " be writable by you");
  }
}
