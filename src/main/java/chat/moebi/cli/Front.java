package chat.moebi.cli;

import chat.moebi.console.Console;
import chat.moebi.console.HeadlessConsole;
import chat.moebi.console.PipeConsole;
import chat.moebi.console.PipeDisplay;
import chat.moebi.console.PipeInput;
import chat.moebi.console.TerminalConsole;
import chat.moebi.node.NodeName;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Map;

/** Opens what stands between a node and its user: a terminal, pipes, or an output alone. */
final class Front {

  private Front() {}

  /** Opens the console that fits the standard streams. */
  static Console open(
      NodeName name, boolean isHeadless, Color color, Map<String, String> environment)
      throws IOException {
    if (isHeadless) {
      return new HeadlessConsole(pipes(color.isWanted(false, environment)));
    }
    if (TerminalConsole.isPossible()) {
      boolean colored = color.isWanted(true, environment);
      return TerminalConsole.ofProcess(name, colored, pipes(false));
    }
    return new PipeConsole(input(), pipes(color.isWanted(false, environment)));
  }

  /** Returns standard output and standard error, whose failures are seen. */
  static PipeDisplay pipes(boolean color) {
    return new PipeDisplay(
        new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), color);
  }

  /** Returns standard input. */
  static PipeInput input() {
    return new PipeInput(new FileInputStream(FileDescriptor.in));
  }
}
