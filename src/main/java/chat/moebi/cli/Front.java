package chat.moebi.cli;

import chat.moebi.console.Console;
import chat.moebi.console.Display;
import chat.moebi.console.HeadlessConsole;
import chat.moebi.console.JsonDisplay;
import chat.moebi.console.PipeConsole;
import chat.moebi.console.PipeInput;
import chat.moebi.console.ProcessTerminal;
import chat.moebi.console.StreamException;
import chat.moebi.console.TerminalConsole;
import chat.moebi.console.TextDisplay;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Opens what stands between a node and its user: a terminal, pipes, or an output alone. */
final class Front {

  private Front() {}

  /**
   * Opens the console that fits the standard streams.
   *
   * @throws NodeException if JSON is wanted on a terminal
   */
  static Console open(
      NodeName name,
      boolean isHeadless,
      boolean isJson,
      Color color,
      Map<String, String> environment)
      throws IOException {
    if (!isHeadless && ProcessTerminal.exists()) {
      if (isJson) {
        throw new NodeException(
            Reason.INVALID, "--json is for pipes and --headless; leave it out on a terminal");
      }
      boolean colored = color.isWanted(true, environment);
      return TerminalConsole.ofProcess(name, colored, err());
    }
    Display display = display(isJson, color, environment);
    return isHeadless ? new HeadlessConsole(display) : new PipeConsole(input(), display);
  }

  /** Looks for a terminal ahead of its opening. */
  static void prepare() {
    ProcessTerminal.prepare();
  }

  /** Shows on standard output and standard error, in lines for people or for programs. */
  static Display display(boolean isJson, Color color, Map<String, String> environment) {
    return isJson
        ? new JsonDisplay(out(), err())
        : new TextDisplay(out(), err(), color.isWanted(false, environment));
  }

  /** Shows errors on standard error, in lines for people or for programs. */
  static Display errors(boolean isJson) {
    return isJson ? new JsonDisplay(out(), err()) : pipes(false);
  }

  /**
   * Writes a text to standard output.
   *
   * @throws StreamException if that cannot be
   */
  static void write(String text) {
    try {
      out().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw StreamException.output(e);
    }
  }

  /** Shows on standard output and standard error, in lines for people. */
  static TextDisplay pipes(boolean color) {
    return new TextDisplay(out(), err(), color);
  }

  /** Returns standard input. */
  static PipeInput input() throws IOException {
    return new PipeInput(Descriptors.input());
  }

  // Not System.out and System.err: they swallow errors, and encode as the locale says.
  private static OutputStream out() {
    return new FileOutputStream(FileDescriptor.out);
  }

  private static OutputStream err() {
    return new FileOutputStream(FileDescriptor.err);
  }
}
