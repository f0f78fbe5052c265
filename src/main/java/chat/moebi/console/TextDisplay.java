package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import java.io.IOException;
import java.io.OutputStream;
import org.jline.utils.AttributedStyle;

/** Shows lines for people. All text from a peer or a user is escaped. */
public final class TextDisplay implements Display {

  private static final AttributedStyle RED =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
  private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();

  private static final String ERROR = "error:";

  private final LineWriter out;
  private final LineWriter err;

  /** Shows on two streams, which must not swallow errors as a {@code PrintStream} does. */
  public TextDisplay(OutputStream out, OutputStream err, boolean color) {
    this(new LineStream(out, color), new LineStream(err, color));
  }

  TextDisplay(LineWriter out, LineWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Shows {@code ready kate@localhost}. */
  @Override
  public void ready(NodeName name) {
    answer("ready " + name);
  }

  /** Shows {@code alex@localhost: hi}. */
  @Override
  public void show(NodeName from, String text) throws IOException {
    out.write(message(from, text));
  }

  /** Shows {@code #dogs alex@localhost: hi} if the text was sent to a room. */
  @Override
  public void show(Message message) throws IOException {
    String room = message.room().map(name -> name + " ").orElse("");
    out.write(room + message(message.from(), message.text() + PastText.mark(message)));
  }

  /** Shows {@code [kate] alex@localhost: hi}. */
  @Override
  public void showAt(NodeName node, NodeName from, String text) throws IOException {
    out.write(at(node) + message(from, text));
  }

  /** Shows the line; behind {@code | } if it could be taken for a line of the chat itself. */
  @Override
  public void print(NodeName from, String line) throws IOException {
    out.write(printed(line));
  }

  /** Shows {@code [kate] Hi, my name is Kate}. */
  @Override
  public void printAt(NodeName node, String line) throws IOException {
    out.write(at(node) + printed(line));
  }

  /** Shows {@code ** (EXIT from <kate@localhost.3>) killed}. */
  @Override
  public void exit(String from, String reason) throws IOException {
    String line = "** (EXIT from " + from + ") " + Escape.controls(reason);
    out.write(out.styled(out.wrapped(line, 0), RED));
  }

  @Override
  public void answer(String line) {
    try {
      out.write(out.wrapped(Escape.controls(line), 0));
    } catch (IOException e) {
      throw StreamException.output(e);
    }
  }

  /** Shows {@code error: no connection to nobody@localhost}. */
  @Override
  public void error(String sentence) {
    String rest = err.wrapped(" " + Escape.controls(sentence), ERROR.length());
    writeError(err.styled(ERROR, RED) + rest);
  }

  /** Shows {@code note: kate@localhost left}. */
  @Override
  public void note(String sentence) {
    writeError(err.styled(err.wrapped("note: " + Escape.controls(sentence), 0), FAINT));
  }

  private void writeError(String line) {
    try {
      err.write(line);
    } catch (IOException e) {
      // Nobody reads standard error.
    }
  }

  private String at(NodeName node) {
    return out.styled("[" + node.name() + "] ", FAINT);
  }

  private String message(NodeName from, String text) {
    return out.styled(from.toString(), AttributedStyle.BOLD) + ": " + Escape.controls(text);
  }

  private static String printed(String line) {
    return Escape.controls(PrintedLine.marked(line));
  }
}
