package chat.moebi.console;

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

/** Runs a supervised task and awaits it: {@code /task NODE FUNCTION [ARG ...]}. */
final class RunTask implements Command {

  @Override
  public String name() {
    return "task";
  }

  @Override
  public String usage() {
    return "/task " + FunctionCall.USAGE;
  }

  @Override
  public String summary() {
    return "runs FUNCTION on NODE as a supervised task; shows its result, or ok";
  }

  @Override
  public String details() {
    return """
        What the task prints is shown at NODE. If it crashes, that is an error here, and no more.
        Ctrl-C shuts it down while this shell waits for it.
        See /help spawn for the functions that there are, /tasks for the tasks that run.""";
  }

  @Override
  public void run(CommandContext context, Line.Slash line) throws InterruptedException, Unclear {
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
      context.refuse(Refusal.noAnswer(wanted.node(), timeout));
      task.completion()
          .thenAcceptAsync(
              late -> note(context, wanted, late, started), CommandContext::runInThread);
    } else {
      show(context, wanted, result.get());
    }
  }

  private static void shutDown(CommandContext context, FunctionCall wanted, Task<Term> task)
      throws InterruptedException {
    try {
      Optional<TaskResult<Term>> result = task.shutdown(Shutdown.DEFAULT);
      if (result.isEmpty()) {
        context.display().note("the task on " + wanted.node() + " was shut down");
      } else {
        show(context, wanted, result.get());
      }
    } catch (TaskTimeoutException e) {
      context.fail(Failure.UNCONFIRMED, e.getMessage());
    }
  }

  private static void show(CommandContext context, FunctionCall wanted, TaskResult<Term> result) {
    if (result instanceof Completed<Term> completed) {
      context.display().answer(shown(context, completed.value()));
    } else if (result instanceof Refused<Term> refused) {
      context.refuse(refused.refusal());
    } else {
      context.fail(Failure.of(result), result.sentence(wanted.node()));
    }
  }

  private static void note(
      CommandContext context, FunctionCall wanted, TaskResult<Term> late, long started) {
    if (late.exitReason().equals(ExitReason.NOCONNECTION)) {
      return; // That is no answer.
    }
    String what =
        late instanceof Completed<Term> completed
            ? shown(context, completed.value())
            : late.sentence(wanted.node());
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    context
        .display()
        .note(
            wanted.node()
                + " answered "
                + wanted.call().function()
                + " after "
                + seconds
                + " s: "
                + what);
  }

  private static String shown(CommandContext context, Term result) {
    String text = context.otp().terms().show(result);
    return text.isEmpty() ? "ok" : text;
  }
}
