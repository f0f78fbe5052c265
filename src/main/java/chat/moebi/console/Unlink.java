package chat.moebi.console;

import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** Removes a link. */
final class Unlink extends PidCommand {

  Unlink() {
    super(
        "/unlink PID",
        "removes the link",
        """
        Afterwards the end of that process does not concern this shell.
        Example: /unlink <kate@localhost.1>""");
  }

  @Override
  CompletionStage<?> act(ShellProcess self, Pid pid, String rest) {
    return self.unlink(pid);
  }
}
