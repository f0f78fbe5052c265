package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.KnownFunction;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.FunctionBody;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ProcessSpec;
import chat.moebi.otp.process.ProcessSpec.Ended;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.task.TaskProtocol.Request;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A function with its arguments, and how a supervisor treats the task that runs it.
 *
 * @param body the first step of the function
 * @param linkTo the process that the task is linked to; null for none
 * @param awaited the request whose reply is the task's end; null if nobody awaits it
 * @param <R> what the function returns
 */
record TaskSpec<R>(
    String function,
    Function<Self, Next<R>> body,
    Pid linkTo,
    ChildOptions options,
    Awaited awaited) {

  /** A request by its number, which its owner chose. */
  record Awaited(ActorRef<Reply> owner, long request) {
    static Awaited of(Request request) {
      return new Awaited(request.replyTo(), request.request());
    }
  }

  /**
   * Describes the task that carries out an invocation.
   *
   * @throws IllegalArgumentException if the function cannot take these arguments
   */
  static <A extends Record, R extends Record> TaskSpec<R> of(
      KnownFunction<A, R> function,
      Invocation call,
      ProcessRuntime runtime,
      Pid linkTo,
      ChildOptions options,
      Awaited awaited) {
    A arguments = function.arguments(runtime.terms(), call.arguments());
    return new TaskSpec<>(
        function.name(),
        FunctionBody.of(function, arguments, runtime.blocking()),
        linkTo,
        options,
        awaited);
  }

  /**
   * Describes the process of the task. At its end it tells the supervisor first, then the owner, so
   * an owner that starts the next task finds the place free.
   */
  ProcessSpec<R> process(ProcessRuntime runtime, Consumer<ExitReason> supervisor) {
    return new ProcessSpec<>(
        function,
        body,
        runtime.leader(),
        linkTo,
        ended -> {
          supervisor.accept(ended.reason());
          if (awaited != null) {
            awaited.owner().tell(new Reply(awaited.request(), outcome(ended, runtime)));
          }
        });
  }

  private static <R> Outcome outcome(Ended<R> ended, ProcessRuntime runtime) {
    if (ended.reason().kind() != Kind.NORMAL || ended.result() == null) {
      return Outcome.of(ended.reason());
    }
    try {
      return Outcome.of(runtime.terms().write(ended.result()));
    } catch (RuntimeException | Error e) { // The result is too long, or its class is broken.
      return Outcome.of(ExitReason.error(e));
    }
  }
}
