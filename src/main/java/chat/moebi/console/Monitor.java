package chat.moebi.console;

import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** Monitors a process. */
final class Monitor extends PidCommand {

  Monitor() {
    super(
        "/monitor PID",
        "puts DOWN into this shell's mailbox when a process ends",
        "If its node is lost, the reason is noconnection; if there is no such process, noproc.");
  }

  @Override
  CompletionStage<?> act(ShellProcess self, Pid pid, String rest) {
    return self.monitor(pid);
  }
}
