package chat.moebi.console;

import java.io.IOException;
import java.io.OutputStream;
import org.jline.utils.AttributedStringBuilder;

/** Shows lines on two streams that are no terminal. */
public final class PipeDisplay extends TextDisplay {

  private final LineStream out;
  private final LineStream err;
  private final boolean color;

  /** Shows on the given streams, which must not swallow errors as a {@code PrintStream} does. */
  public PipeDisplay(OutputStream out, OutputStream err, boolean color) {
    this.out = new LineStream(out);
    this.err = new LineStream(err);
    this.color = color;
  }

  @Override
  void out(AttributedStringBuilder line) throws IOException {
    out.write(text(line));
  }

  @Override
  void err(AttributedStringBuilder line) {
    try {
      err.write(text(line));
    } catch (IOException e) {
      // Nobody reads it.
    }
  }

  private String text(AttributedStringBuilder line) {
    return color ? line.toAnsi() : line.toString();
  }
}
