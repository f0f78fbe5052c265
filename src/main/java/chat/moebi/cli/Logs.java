package chat.moebi.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import chat.moebi.console.Display;
import chat.moebi.cookie.Home;
import chat.moebi.cookie.OwnerOnly;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Sends logs to a file, so that none ever appears at the prompt. The file and the few former ones
 * that are kept are bounded; who runs the node can read them, nobody else.
 *
 * <p>In code rather than in {@code logback.xml}: a Java program that uses the chat has logs of its
 * own, and reading XML would take a tenth of a second of each start.
 */
final class Logs {

  private static final Set<String> LEVELS = Set.of("error", "warning", "info", "debug");

  private static volatile boolean begun;

  /** Empty if the user has no directory to log to. */
  private final Optional<Path> file;

  private final String level;
  private final int formerFiles;
  private final long fileSize;

  /**
   * Reads how a node of a name is to log: to {@code NAME.log} in {@code chat.log.directory}.
   *
   * @throws ConfigException if the settings are wrong
   */
  Logs(String name, Config config, Map<String, String> environment) {
    file = directory(config, environment).map(directory -> directory.resolve(name + ".log"));
    level = level(config);
    formerFiles = config.getInt("chat.log.former-files");
    fileSize = config.getBytes("chat.log.file-size");
  }

  /**
   * Begins to log. If that cannot be, it is said and nothing is logged: a chat goes on without its
   * log.
   */
  void begin(Display display) {
    try {
      begin();
    } catch (IOException e) {
      display.note("no log is kept: " + e.getMessage());
    }
  }

  /**
   * Logs why a command failed, if logs are kept: the user is told in a sentence only.
   *
   * @return whether it is logged
   */
  static boolean failure(Throwable failure) {
    if (begun) {
      LoggerFactory.getLogger(Logs.class).error("failed", failure);
    }
    return begun;
  }

  private void begin() throws IOException {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Path file =
        this.file.orElseThrow(
            () -> new IOException("there is no home directory; set HOME, or chat.log.directory"));
    Files.createDirectories(file.getParent(), OwnerOnly.DIRECTORY);
    Optional<String> objection = OwnerOnly.objectionTo(file.getParent().toRealPath());
    if (objection.isPresent()) {
      throw new IOException(file.getParent() + ": " + objection.get());
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new IOException(file + " cannot be written");
    }

    Appender<ILoggingEvent> log = LogFile.open(context, file, fileSize, Math.max(1, formerFiles));
    RepeatedFailures appender = new RepeatedFailures(context, log, System::nanoTime);
    appender.start();

    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(level.equals("warning") ? "warn" : level));
    // It warns of each connection that a stranger opened; those are counted elsewhere.
    context.getLogger("akka.stream.impl.io.TLSActor").setLevel(Level.ERROR);
    root.addAppender(appender);
    begun = true;
  }

  private static String level(Config config) {
    String level = config.getString("chat.log.level");
    if (!LEVELS.contains(level)) {
      throw new ConfigException.BadValue(
          config.getValue("chat.log.level").origin(),
          "chat.log.level",
          "write error, warning, info or debug, not " + level);
    }
    return level;
  }

  private static Optional<Path> directory(Config config, Map<String, String> environment) {
    String set = config.getString("chat.log.directory");
    return set.isEmpty() ? Home.stateDirectory(environment) : Optional.of(Path.of(set));
  }
}
