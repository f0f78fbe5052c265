package chat.moebi.cli.doctor;

import chat.moebi.name.NodeException;
import chat.moebi.otp.function.Functions;
import java.nio.file.Path;
import java.util.List;

/** Checks the directory of {@code --functions}: a node has to load all functions in it. */
public final class FunctionsCheck {

  private static final String FUNCTIONS = "functions";

  private FunctionsCheck() {}

  /**
   * Loads the functions, as a node does.
   *
   * @param directory the directory of their jars; empty for none
   */
  public static List<Finding> check(String directory) {
    if (directory.isEmpty()) {
      return List.of();
    }
    try {
      Functions installed = Functions.installed();
      int added =
          installed.withJarsIn(Path.of(directory)).names().size() - installed.names().size();
      return List.of(
          Finding.ok(
              FUNCTIONS,
              (added == 1 ? "1 function" : added + " functions")
                  + " in "
                  + directory
                  + " can be used"));
    } catch (NodeException e) {
      return List.of(
          Finding.fault(FUNCTIONS, e.getMessage(), "give --functions a directory of good jars"));
    }
  }
}
