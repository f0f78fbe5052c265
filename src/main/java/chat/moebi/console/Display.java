package chat.moebi.console;

import chat.moebi.node.NodeName;
import chat.moebi.process.Output;
import java.io.IOException;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Shows lines to whoever uses a node: messages and answers on standard output, errors and notices
 * on standard error. Escapes all of it. Thread-safe.
 */
public abstract class Display implements Output {

  /** Shows a message: {@code alex@localhost: hi}. */
  @Override
  public final void show(NodeName from, String text) throws IOException {
    out(
        new AttributedStringBuilder()
            .styled(AttributedStyle.BOLD, from.toString())
            .append(": ")
            .append(Escape.controls(text)));
  }

  /** Shows a notice: {@code note: kate@localhost left}. */
  @Override
  public final void note(String sentence) {
    err(
        new AttributedStringBuilder()
            .styled(AttributedStyle.DEFAULT.faint(), "note: " + Escape.controls(sentence)));
  }

  /** Shows a line of what a command has to say. */
  public final void answer(String line) {
    try {
      out(new AttributedStringBuilder().append(Escape.controls(line)));
    } catch (IOException e) {
      error("cannot write to standard output: " + e.getMessage());
    }
  }

  /** Shows an error: {@code error: no connection to nobody@localhost}. */
  public final void error(String sentence) {
    err(
        new AttributedStringBuilder()
            .styled(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED), "error:")
            .append(" ")
            .append(Escape.controls(sentence)));
  }

  /**
   * Shows a message at another node that shares this display: {@code [kate] alex@localhost: hi}.
   */
  public final void showAt(NodeName node, NodeName from, String text) throws IOException {
    out(
        new AttributedStringBuilder()
            .styled(AttributedStyle.DEFAULT.faint(), "[" + node.name() + "] ")
            .styled(AttributedStyle.BOLD, from.toString())
            .append(": ")
            .append(Escape.controls(text)));
  }

  /** Writes a line to standard output, and returns when it is written. */
  abstract void out(AttributedStringBuilder line) throws IOException;

  /** Writes a line to standard error; there is nobody to tell if that fails. */
  abstract void err(AttributedStringBuilder line);
}
