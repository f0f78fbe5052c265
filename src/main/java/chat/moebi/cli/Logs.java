package chat.moebi.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import chat.moebi.console.Display;
import chat.moebi.cookie.Home;
import chat.moebi.cookie.OwnerOnly;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Sends the logs to a file, so that none appears at the prompt. Its size and the number of former
 * files are limited, and only the user who runs the node can read them.
 *
 * <p>Set up in code and not by {@code logback.xml}, since a Java program that uses the chat has its
 * own logs. To read XML would take a tenth of a second of each start.
 */
final class Logs {

  private static volatile boolean hasBegun;

  /** Empty if the user has no directory for it. */
  private final Optional<Path> file;

  private final String level;
  private final int formerFiles;
  private final long fileSize;

  /** Reads the settings, which are checked, for {@code NAME.log} in {@code chat.log.directory}. */
  Logs(String name, Config config, Map<String, String> environment) {
    String directory = config.getString("chat.log.directory");
    file =
        (directory.isEmpty() ? Home.stateDirectory(environment) : Optional.of(Path.of(directory)))
            .map(path -> path.resolve(name + ".log"));
    level = config.getString("chat.log.level");
    formerFiles = config.getInt("chat.log.former-files");
    fileSize = config.getBytes("chat.log.file-size");
  }

  /** Begins to log. A chat without a log works as well, so a failure is only a note to the user. */
  void begin(Display display) {
    try {
      begin();
    } catch (IOException e) {
      display.note("no log is kept: " + e.getMessage());
    }
  }

  /**
   * Logs why a command failed, if there is a log: the user gets a sentence only.
   *
   * @return whether there is a log
   */
  static boolean failure(Throwable failure) {
    if (hasBegun) {
      LoggerFactory.getLogger(Logs.class).error("failed", failure);
    }
    return hasBegun;
  }

  private void begin() throws IOException {
    Path path =
        file.orElseThrow(
            () -> new IOException("there is no home directory; set HOME, or chat.log.directory"));
    Path directory = path.getParent();
    OwnerOnly.createDirectory(directory);
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw new IOException(path + " cannot be written");
    }

    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    RepeatedFailures appender =
        new RepeatedFailures(
            context, LogFile.open(context, path, fileSize, formerFiles), System::nanoTime);
    appender.start();
    // This actor warns of every connection of a stranger; the cookie package counts these.
    context.getLogger("akka.stream.impl.io.TLSActor").setLevel(Level.ERROR);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(level.equals("warning") ? "warn" : level));
    root.addAppender(appender);
    hasBegun = true;
  }
}
