package chat.moebi.console;

import chat.moebi.name.NodeName;
import java.io.IOException;
import org.jline.utils.AttributedStyle;

/** Shows lines for people. Whatever a peer or a user could have written is escaped. */
public abstract class TextDisplay implements Display {

  /** Shows a line: {@code ready kate@localhost}. */
  @Override
  public final void ready(NodeName name) {
    answer("ready " + name);
  }

  /** Shows a line: {@code alex@localhost: hi}. */
  @Override
  public final void show(NodeName from, String text) throws IOException {
    out(message(new StyledLine(), from, text));
  }

  /** Shows a line: {@code [kate] alex@localhost: hi}. */
  @Override
  public final void showAt(NodeName node, NodeName from, String text) throws IOException {
    out(message(at(node), from, text));
  }

  /** Shows a line as it is; behind {@code | } if it could be taken for one of the chat's own. */
  @Override
  public final void print(NodeName from, String line) throws IOException {
    out(new StyledLine().add(Escape.controls(PrintedLine.marked(line))));
  }

  /** Shows a line: {@code [kate] Hi, my name is Kate}. */
  @Override
  public final void printAt(NodeName node, String line) throws IOException {
    out(at(node).add(Escape.controls(PrintedLine.marked(line))));
  }

  /** Shows a line: {@code ** (EXIT from <kate@localhost.3>) killed}. */
  @Override
  public final void exit(String from, String reason) throws IOException {
    out(
        new StyledLine()
            .add(
                "** (EXIT from " + from + ") " + Escape.controls(reason),
                AttributedStyle.DEFAULT.foreground(AttributedStyle.RED)));
  }

  /** Shows a line: {@code note: kate@localhost left}. */
  @Override
  public final void note(String sentence) {
    err(
        new StyledLine()
            .add("note: " + Escape.controls(sentence), AttributedStyle.DEFAULT.faint()));
  }

  @Override
  public final void answer(String line) {
    try {
      out(new StyledLine().add(Escape.controls(line)));
    } catch (IOException e) {
      throw StreamException.output(e);
    }
  }

  /** Shows a line: {@code error: no connection to nobody@localhost}. */
  @Override
  public final void error(String sentence) {
    err(
        new StyledLine()
            .add("error:", AttributedStyle.DEFAULT.foreground(AttributedStyle.RED))
            .add(" ")
            .add(Escape.controls(sentence)));
  }

  /** Writes a line to standard output, and returns when it is written. */
  abstract void out(StyledLine line) throws IOException;

  /** Writes a line to standard error; there is nobody to tell if that fails. */
  abstract void err(StyledLine line);

  private static StyledLine at(NodeName node) {
    return new StyledLine().add("[" + node.name() + "] ", AttributedStyle.DEFAULT.faint());
  }

  private static StyledLine message(StyledLine line, NodeName from, String text) {
    return line.add(from.toString(), AttributedStyle.BOLD).add(": ").add(Escape.controls(text));
  }
}
