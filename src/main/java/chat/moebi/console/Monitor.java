package chat.moebi.console;

import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** Watches a process: {@code /monitor PID}. */
final class Monitor extends PidCommand {

  @Override
  public String name() {
    return "monitor";
  }

  @Override
  public String summary() {
    return "puts DOWN into this shell's mailbox when a process ends";
  }

  @Override
  public String details() {
    return "If its node is lost, the reason is noconnection; if there is no such process, noproc.";
  }

  @Override
  CompletionStage<?> act(ShellProcess self, Pid pid, String rest) {
    return self.monitor(pid);
  }
}
