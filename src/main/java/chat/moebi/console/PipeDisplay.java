package chat.moebi.console;

import java.io.IOException;
import java.io.OutputStream;
import org.jline.utils.AttributedString;

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
  void out(StyledLine line) throws IOException {
    out.write(text(line));
  }

  @Override
  void err(StyledLine line) {
    try {
      err.write(text(line));
    } catch (IOException e) {
      // Nobody reads it.
    }
  }

  private String text(StyledLine line) {
    return color ? line.coded(AttributedString::toAnsi) : line.plain();
  }
}
