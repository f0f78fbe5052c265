package chat.moebi.console;

import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** Removes a link: {@code /unlink PID}. */
final class Unlink extends PidCommand {

  @Override
  public String name() {
    return "unlink";
  }

  @Override
  public String summary() {
    return "removes a link";
  }

  @Override
  public String details() {
    return "Afterwards the end of that process does not concern this shell.";
  }

  @Override
  CompletionStage<?> act(ShellProcess self, Pid pid, String rest) {
    return self.unlink(pid);
  }
}
