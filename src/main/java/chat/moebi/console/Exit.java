package chat.moebi.console;

import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** Tells a process to end: {@code /exit PID REASON}. */
final class Exit extends PidCommand {

  @Override
  public String name() {
    return "exit";
  }

  @Override
  String arguments() {
    return " REASON";
  }

  @Override
  boolean takes(String rest) {
    return !rest.isEmpty();
  }

  @Override
  public String summary() {
    return "tells a process to end, with that reason";
  }

  @Override
  public String details() {
    return "normal ends nobody but this shell itself; kill cannot be trapped, and reads killed.";
  }

  @Override
  CompletionStage<?> act(ShellProcess self, Pid pid, String rest) {
    return self.exit(pid, ExitReason.parse(rest));
  }
}
