package chat.moebi.console;

import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** Tells a process to end. */
final class Exit extends PidCommand {

  Exit() {
    super(
        "/exit PID REASON",
        "tells a process to end",
        """
        REASON normal ends nobody but this shell itself; kill cannot be trapped, and reads killed.
        Example: /exit <kate@localhost.1> kill""");
  }

  /** In other programs this command leaves. */
  @Override
  LineException misused() {
    return new LineException(Failure.USAGE, "write " + usage() + "; /quit leaves");
  }

  @Override
  CompletionStage<?> act(ShellProcess self, Pid pid, String rest) {
    return self.exit(pid, ExitReason.parse(rest));
  }
}
