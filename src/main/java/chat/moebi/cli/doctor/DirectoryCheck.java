package chat.moebi.cli.doctor;

import chat.moebi.cookie.Home;
import chat.moebi.cookie.OwnerOnly;
import chat.moebi.cookie.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the directories of the user's files: those for the cookie and for the logs. */
public final class DirectoryCheck {

  private static final String CONFIG = "config-directory";
  private static final String STATE = "state-directory";

  private final String check;
  private final String words;
  private final String remedy;

  private DirectoryCheck(String check, String words, String remedy) {
    this.check = check;
    this.words = words;
    this.remedy = remedy;
  }

  /**
   * Checks both directories.
   *
   * @param logs the directory for logs that is configured; empty for the usual one
   */
  public static List<Finding> check(Map<String, String> environment, String logs) {
    Optional<Path> state =
        logs.isEmpty() ? Home.stateDirectory(environment) : Optional.of(Path.of(logs));
    return List.of(
        new DirectoryCheck(
                CONFIG,
                "the directory for cookies ",
                "set XDG_CONFIG_HOME to a directory of your own")
            .finding(Home.configDirectory(environment)),
        new DirectoryCheck(
                STATE,
                "the directory for logs ",
                logs.isEmpty()
                    ? "set XDG_STATE_HOME to a directory of your own"
                    : "set chat.log.directory to a directory of your own")
            .finding(state));
  }

  private Finding finding(Optional<Path> directory) {
    if (directory.isEmpty()) {
      return fault("there is no home directory; set HOME");
    }
    Path path = directory.get().toAbsolutePath();
    try {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? existing(path) : missing(path);
    } catch (IOException e) {
      return fault("cannot look at " + path + " (" + e.getClass().getSimpleName() + ")");
    }
  }

  private Finding existing(Path path) throws IOException {
    if (Files.notExists(path)) {
      return fault(words + path + " is a link to nothing; remove it");
    }
    Optional<String> objection = OwnerOnly.objectionTo(path.toRealPath());
    if (objection.isPresent()) {
      return fault("cannot use " + words + path + ": " + objection.get());
    }
    return Files.isWritable(path)
        ? Finding.ok(check, words + path + " is yours alone")
        : fault(words + path + " cannot be written; type: chmod 700 " + ShellWord.of(path));
  }

  private Finding missing(Path path) {
    Path parent = path.getParent();
    while (Files.notExists(parent)) {
      parent = parent.getParent();
    }
    return Files.isDirectory(parent) && Files.isWritable(parent)
        ? Finding.ok(check, words + path + " is made when it is needed")
        : fault(words + path + " cannot be made; let " + parent + " be writable by you");
  }

  private Finding fault(String sentence) {
    return Finding.fault(check, sentence, remedy);
  }
}
