package chat.moebi.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.Logger;
import org.slf4j.spi.MDCAdapter;

/**
 * Connects SLF4J to Logback, which logs nothing until {@link Logs} gives it a file.
 *
 * <p>Logback's own provider searches for a configuration, and writes to the terminal without one.
 */
public final class LogProvider extends LogbackServiceProvider {

  private final LogbackMDCAdapter values = new LogbackMDCAdapter();

  /** Creates the provider; SLF4J calls this. */
  public LogProvider() {}

  /** Selects this provider for SLF4J in this JVM, which then searches for no other. */
  static void install() {
    System.setProperty("slf4j.provider", LogProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN"); // SLF4J would report the provider.
  }

  @Override
  public void initialize() {
    LoggerContext context = (LoggerContext) getLoggerFactory();
    context.setName("default");
    context.setMDCAdapter(values);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    context.start();
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return values;
  }
}
