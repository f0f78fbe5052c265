package chat.moebi.console;

import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** Monitors a process. */
final class Monitor extends PidCommand {

  Monitor() {
    super(
        "/monitor PID",
        "reports the end of a process",
        """
        Then DOWN is in this shell's mailbox, for /flush. If the node is lost, the reason is
        noconnection; if there is no such process, noproc.
        Example: /monitor <kate@localhost.1>""");
  }

  @Override
  CompletionStage<?> act(ShellProcess self, Pid pid, String rest) {
    return self.monitor(pid);
  }
}
