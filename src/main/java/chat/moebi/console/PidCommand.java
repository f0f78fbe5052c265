package chat.moebi.console;

import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import java.util.concurrent.CompletionStage;

/** A command with a process as its first argument: {@code /link PID}. */
abstract class PidCommand extends Command {

  PidCommand(String usage, String summary, String details) {
    super(usage, summary, details);
  }

  /** Acts on the process, in the name of the shell's own process. */
  abstract CompletionStage<?> act(ShellProcess self, Pid pid, String rest);

  @Override
  final void run(CommandContext context, Line line) throws InterruptedException, LineException {
    String words = line.arguments().strip();
    String rest = Line.afterFirstWord(words).strip();
    boolean needsRest = !usage().endsWith(" PID");
    if (words.isEmpty() || rest.isEmpty() == needsRest) {
      throw misused();
    }
    Pid pid = context.pid(Line.firstWord(words));
    context.await(act(context.otp().process(), pid, rest));
    context.answer("ok");
  }
}
