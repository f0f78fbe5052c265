package chat.moebi.console;

import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** A command that does something to a process: {@code /link PID}. */
abstract class PidCommand implements Command {

  /** Does it for the shell's process. */
  abstract CompletionStage<?> act(ShellProcess self, Pid pid, String rest);

  /** Whether the words after the pid are right for this command. */
  boolean takes(String rest) {
    return rest.isEmpty();
  }

  @Override
  public final String usage() {
    return "/" + name() + " PID" + arguments();
  }

  /** Returns the part of the usage after the pid. */
  String arguments() {
    return "";
  }

  @Override
  public final void run(CommandContext context, Line.Slash line)
      throws InterruptedException, Unclear {
    String words = line.arguments().strip();
    String rest = Line.afterFirstWord(words).strip();
    if (words.isEmpty() || !takes(rest)) {
      throw new Unclear("write " + usage());
    }
    Pid pid = Targets.pid(Line.firstWord(words), context.view());
    context.await(act(context.otp().process(), pid, rest));
    context.display().answer("ok");
  }
}
