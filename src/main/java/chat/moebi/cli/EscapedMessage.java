package chat.moebi.cli;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import chat.moebi.console.Escape;

/** Writes a log message on one line, with its controls escaped: parts of it come from peers. */
public final class EscapedMessage extends MessageConverter {

  /** Creates the converter; Logback does. */
  public EscapedMessage() {}

  @Override
  public String convert(ILoggingEvent event) {
    return Escape.controls(super.convert(event));
  }
}
