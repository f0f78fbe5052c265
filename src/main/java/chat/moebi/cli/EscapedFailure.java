package chat.moebi.cli;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import chat.moebi.console.Escape;
import java.util.stream.Stream;

/** Writes a stack trace with the controls in the messages of all its exceptions escaped. */
public final class EscapedFailure extends ThrowableProxyConverter {

  /** Creates the converter; Logback does. */
  public EscapedFailure() {}

  @Override
  protected String throwableProxyToString(IThrowableProxy failure) {
    return super.throwableProxyToString(new Escaped(failure));
  }

  private record Escaped(IThrowableProxy failure) implements IThrowableProxy {

    private static IThrowableProxy of(IThrowableProxy failure) {
      return failure == null ? null : new Escaped(failure);
    }

    private static String escaped(String message) {
      return message == null ? null : Escape.controls(message);
    }

    @Override
    public String getMessage() {
      return escaped(failure.getMessage());
    }

    @Override
    public String getOverridingMessage() {
      return escaped(failure.getOverridingMessage());
    }

    @Override
    public String getClassName() {
      return failure.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return failure.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return failure.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
      return of(failure.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      IThrowableProxy[] suppressed = failure.getSuppressed();
      return suppressed == null
          ? null
          : Stream.of(suppressed).map(Escaped::of).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
      return failure.isCyclic();
    }
  }
}
