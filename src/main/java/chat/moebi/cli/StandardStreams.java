package chat.moebi.cli;

import chat.moebi.console.Console;
import chat.moebi.console.Display;
import chat.moebi.console.HeadlessConsole;
import chat.moebi.console.JsonDisplay;
import chat.moebi.console.PipeConsole;
import chat.moebi.console.PipeInput;
import chat.moebi.console.ProcessTerminal;
import chat.moebi.console.ReadingSettings;
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
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The console or display that fits the standard streams of the process. */
final class StandardStreams {

  private StandardStreams() {}

  /**
   * Opens a console: on a terminal, on pipes, or for output only.
   *
   * @param history the file of the input history; empty to forget it
   * @throws NodeException if the user asks for JSON on a terminal
   */
  static Console console(
      NodeName name,
      boolean isHeadless,
      boolean isJson,
      Color color,
      Map<String, String> environment,
      Optional<Path> history,
      ReadingSettings settings)
      throws IOException {
    if (!isHeadless && ProcessTerminal.exists()) {
      if (isJson) {
        throw new NodeException(
            Reason.INVALID, "--json is for pipes and --headless; leave it out on a terminal");
      }
      return TerminalConsole.ofProcess(
          name, color.isWanted(true, environment), err(), history, settings);
    }
    Display display = display(isJson, color.isWanted(false, environment));
    return isHeadless ? new HeadlessConsole(display) : new PipeConsole(input(), display);
  }

  /** Returns a display for programs or for people. */
  static Display display(boolean isJson, boolean isColored) {
    return isJson ? new JsonDisplay(out(), err()) : new TextDisplay(out(), err(), isColored);
  }

  /** Returns a display that writes everything to standard error. */
  static Display errorDisplay(boolean isJson, boolean isColored) {
    return isJson ? new JsonDisplay(err(), err()) : new TextDisplay(err(), err(), isColored);
  }

  /**
   * Writes a text to standard output.
   *
   * @throws StreamException if that fails
   */
  static void write(String text) {
    try {
      out().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw StreamException.output(e);
    }
  }

  /** Returns standard input. */
  static PipeInput input() throws IOException {
    return new PipeInput(Descriptors.input());
  }

  // Not System.out and System.err, which swallow errors and encode as the locale says.
  private static OutputStream out() {
    return new FileOutputStream(FileDescriptor.out);
  }

  private static OutputStream err() {
    return new FileOutputStream(FileDescriptor.err);
  }
}
