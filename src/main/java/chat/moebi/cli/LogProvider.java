package chat.moebi.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Provides the program's logs by Logback, which logs nothing until {@link Logs} tells it where to.
 *
 * <p>Logback's own provider looks for configurations, and writes to the terminal if there is none.
 */
public final class LogProvider implements SLF4JServiceProvider {

  private static final String API_VERSION = "2.0.99";

  private final LoggerContext context = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter values = new LogbackMDCAdapter();

  /** Creates it; SLF4J does. */
  public LogProvider() {}

  /** Has SLF4J use it in this JVM, and look for no other. */
  static void install() {
    System.setProperty("slf4j.provider", LogProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN"); // Else it says that on standard error.
  }

  @Override
  public void initialize() {
    context.setName("default");
    context.setMDCAdapter(values);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    context.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return values;
  }

  @Override
  public String getRequestedApiVersion() {
    return API_VERSION;
  }
}
