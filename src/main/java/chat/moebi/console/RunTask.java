package chat.moebi.console;

import chat.moebi.chat.LateAnswer;
import chat.moebi.name.ErrorMessages;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.Shutdown;
import chat.moebi.otp.task.Task;
import chat.moebi.otp.task.TaskResult;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Refused;
import chat.moebi.otp.task.TaskTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** Runs a supervised task and awaits it. */
final class RunTask extends Command {

  RunTask() {
    super(
        "/task " + FunctionCall.USAGE,
        "runs a task, shows its result or ok",
        """
        It runs FUNCTION on NODE, supervised there. What the task prints is shown at NODE. If it crashes, that is an error here, and no more.
        Ctrl-C shuts it down while this shell waits for it.
        See /help spawn for the functions that there are, /tasks for the tasks that run.
        Example: /task kate sleep 1000""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    FunctionCall wanted = FunctionCall.parse(line, context.view());
    long started = System.nanoTime();
    Task<Term> task = context.otp().tasks().supervisor(wanted.node()).asyncNoLink(wanted.call());
    Duration timeout = context.chat().sendTimeout();
    Optional<TaskResult<Term>> result;
    try {
      result = task.yield(timeout);
    } catch (InterruptedException e) {
      shutDown(context, wanted, task);
      return;
    }
    if (result.isEmpty()) {
      context.whenLate(task.completion(), late -> note(context, wanted, late, started));
      throw context.refused(Refusal.noAnswer(wanted.node(), timeout));
    }
    show(context, wanted, result.get());
  }

  private static void shutDown(CommandContext context, FunctionCall wanted, Task<Term> task)
      throws InterruptedException, LineException {
    Optional<TaskResult<Term>> result;
    try {
      result = task.shutdown(Shutdown.DEFAULT);
    } catch (TaskTimeoutException e) {
      throw new LineException(Failure.UNCONFIRMED, e.getMessage());
    }
    if (result.isEmpty()) {
      context.note("the task on " + wanted.node() + " was shut down");
    } else {
      show(context, wanted, result.get());
    }
  }

  private static void show(CommandContext context, FunctionCall wanted, TaskResult<Term> result)
      throws LineException {
    if (result instanceof Refused<Term> refused) {
      throw context.refused(refused.refusal());
    } else if (!(result instanceof Completed<Term>)) {
      throw new LineException(Failure.of(result), result.sentence(wanted.node()));
    }
    context.answer(inWords(context, wanted, result));
  }

  private static void note(
      CommandContext context, FunctionCall wanted, TaskResult<Term> late, long started) {
    if (late.exitReason().equals(ExitReason.NOCONNECTION)) {
      return; // A lost node has not answered.
    }
    Duration after = Duration.ofNanos(System.nanoTime() - started);
    context.note(
        late instanceof Completed<Term>
            ? LateAnswer.result(
                wanted.node(), wanted.words(), inWords(context, wanted, late), after)
            : ErrorMessages.late(late.sentence(wanted.node()), after));
  }

  private static String inWords(
      CommandContext context, FunctionCall wanted, TaskResult<Term> result) {
    if (result instanceof Completed<Term> completed) {
      String text = context.otp().terms().show(completed.value());
      return text.isEmpty() ? "ok" : text;
    }
    return result.sentence(wanted.node());
  }
}
