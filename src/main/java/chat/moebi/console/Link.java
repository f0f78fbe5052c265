package chat.moebi.console;

import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** Links the shell and a process. */
final class Link extends PidCommand {

  Link() {
    super(
        "/link PID",
        "links a process",
        """
        When the process or this shell crashes, so does the other. A shell that crashes starts anew,
        with a new pid and an empty mailbox. /unlink removes the link.
        Example: /link <kate@localhost.1>""");
  }

  @Override
  CompletionStage<?> act(ShellProcess self, Pid pid, String rest) {
    return self.link(pid);
  }
}
