package chat.moebi.console;

import chat.moebi.console.Targets.Unclear;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** Is a command that does something to a process: {@code /link PID}. */
abstract class PidCommand implements Command {

  /** Does it, on behalf of the shell's process. */
  abstract CompletionStage<?> act(ShellProcess self, Pid pid, String rest);

  /** Tells whether it can be done with what stands after the pid. */
  boolean takes(String rest) {
    return rest.isEmpty();
  }

  @Override
  public final String usage() {
    return "/" + name() + " PID" + arguments();
  }

  /** Returns what is typed after the pid. */
  String arguments() {
    return "";
  }

  @Override
  public final void run(Shell shell, Line.Slash line) throws InterruptedException, Unclear {
    String words = line.arguments().strip();
    String rest = Line.afterFirstWord(words).strip();
    if (words.isEmpty() || !takes(rest)) {
      throw new Unclear("write " + usage());
    }
    Pid pid = Targets.pid(Line.firstWord(words), shell.view());
    shell.await(act(shell.otp().process(), pid, rest));
    shell.display().answer("ok");
  }
}
