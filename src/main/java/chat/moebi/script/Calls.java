package chat.moebi.script;

import chat.moebi.chat.Chat;
import chat.moebi.cluster.Timeouts;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.task.Shutdown;
import chat.moebi.otp.task.Task;
import chat.moebi.otp.task.TaskResult;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Refused;
import chat.moebi.script.Response.Called;
import chat.moebi.script.Response.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks that one script has called for. Thread-safe. */
final class Calls implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final Chat chat;
  private final Set<Task<Term>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  Calls(Chat chat) {
    this.chat = chat;
  }

  /** Runs a function as a supervised task, and completes with its result, never exceptionally. */
  CompletionStage<Called> call(Request.Call call) {
    Duration timeout = Timeouts.checked(Duration.ofMillis(call.timeoutMillis()));
    // A thread of its own: on a chat without processes and tasks they have to start first.
    return CompletableFuture.supplyAsync(
            () -> start(call), work -> Daemon.start("script-call", work))
        .thenCompose(task -> end(call, task, timeout))
        .exceptionally(failure -> refused(call, failure));
  }

  private Task<Term> start(Request.Call call) {
    Task<Term> task =
        Otp.of(chat)
            .tasks()
            .supervisor(node(call.node()))
            .asyncNoLink(Call.typed(call.function(), call.arguments().strip()));
    running.add(task);
    if (isClosed) {
      task.abandon(Shutdown.DEFAULT);
    }
    return task;
  }

  private NodeName node(String typed) {
    if (NodeName.isFull(typed)) {
      return NodeName.parse(typed);
    }
    List<NodeName> meant = chat.view().meant(typed);
    if (meant.size() > 1) {
      throw new IllegalArgumentException(ErrorMessages.which(typed, meant));
    }
    return meant.get(0);
  }

  private CompletionStage<Called> end(Request.Call call, Task<Term> task, Duration timeout) {
    return task.completion()
        .<Called>thenCompose(result -> called(call, task.node(), result))
        .toCompletableFuture()
        .completeOnTimeout(
            Called.failed(
                call.id(), Outcome.NO_ANSWER, ErrorMessages.noResult(task.node(), timeout)),
            timeout.toMillis(),
            TimeUnit.MILLISECONDS)
        .whenComplete(
            (called, failure) -> {
              running.remove(task);
              if (called != null && called.outcome() == Outcome.NO_ANSWER) {
                task.abandon(Shutdown.DEFAULT);
              }
            });
  }

  private CompletionStage<Called> called(
      Request.Call call, NodeName node, TaskResult<Term> result) {
    if (result instanceof Completed<Term> completed) {
      return CompletableFuture.completedStage(
          new Called(call.id(), Outcome.COMPLETED, "ok", completed.value()));
    }
    Called failed = Called.failed(call.id(), Outcome.of(result), result.sentence(node));
    if (!(result instanceof Refused<Term>) || failed.outcome() != Outcome.NO_CONNECTION) {
      return CompletableFuture.completedStage(failed);
    }
    return chat.hasDifferentCookie(node)
        .thenApply(
            isOther ->
                isOther
                    ? Called.failed(
                        call.id(),
                        Outcome.DIFFERENT_COOKIE,
                        NodeException.differentCookie(node.toString()))
                    : failed);
  }

  /** A name that no node can have, arguments that are too long, or a node that ends. */
  static Called refused(Request.Call call, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    Outcome outcome = cause instanceof IllegalArgumentException ? Outcome.BAD_NAME : Outcome.FAILED;
    if (outcome == Outcome.FAILED) {
      LOG.error("cannot call a function for a script", cause);
    }
    return Called.failed(
        call.id(), outcome, Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
  }

  /** Shuts the tasks down that still run: nobody waits for them any longer. */
  @Override
  public void close() {
    isClosed = true;
    running.forEach(task -> task.abandon(Shutdown.DEFAULT));
  }
}
