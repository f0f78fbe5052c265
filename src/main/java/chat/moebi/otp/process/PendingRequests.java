package chat.moebi.otp.process;

import akka.actor.Cancellable;
import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The requests of a shell to other processes and nodes that are not answered yet. A request without
 * an answer is given up after its timeout; an answer that comes later is shown as a note. For the
 * thread of the shell alone.
 */
final class PendingRequests {

  /** How long after its timeout an answer is still worth a note; until then it has its place. */
  private static final Duration LATE_ANSWER_LIMIT = Duration.ofMinutes(10);

  /**
   * A request.
   *
   * @param answer the kind of its answer
   * @param bytes how much of the window to the node it takes
   * @param onAnswer gets the answer that comes in time
   * @param onTimeout runs if no answer comes in time
   * @param late says in words what an answer means that comes too late
   */
  record Request<S extends Signal>(
      Class<S> answer,
      NodeName node,
      int bytes,
      Consumer<S> onAnswer,
      Runnable onTimeout,
      Function<S, String> late) {}

  private static final class Pending<S extends Signal> {
    final Request<S> request;
    final long since = System.nanoTime();
    boolean isLate;
    Cancellable timer;

    Pending(Request<S> request) {
      this.request = request;
    }
  }

  private final ProcessRuntime runtime;
  private final BiFunction<Duration, Runnable, Cancellable> timers;
  private final Map<Long, Pending<?>> pending = new HashMap<>();
  private final Map<NodeName, Window> windows = new HashMap<>();
  private long lastNumber;

  /**
   * Creates it.
   *
   * @param timers runs something on the thread of the shell after a delay
   */
  PendingRequests(ProcessRuntime runtime, BiFunction<Duration, Runnable, Cancellable> timers) {
    this.runtime = runtime;
    this.timers = timers;
  }

  /** Waits for an answer; returns the number of the request, or nothing if the node is busy. */
  OptionalLong add(Request<?> request) {
    ProcessSettings settings = runtime.settings();
    Window window =
        windows.computeIfAbsent(
            request.node(), n -> new Window(settings.windowMessages(), settings.windowBytes()));
    if (!window.take(request.bytes())) {
      return OptionalLong.empty();
    }
    long number = ++lastNumber;
    Pending<?> added = new Pending<>(request);
    pending.put(number, added);
    added.timer = timers.apply(settings.answerTimeout(), () -> giveUp(number));
    return OptionalLong.of(number);
  }

  /** Takes an answer, if the request is still known and the answer is of its kind. */
  void answered(long number, Signal answer) {
    Pending<?> answered = pending.get(number);
    if (answered != null && answered.request.answer().isInstance(answer)) {
      remove(number);
      answered(answered, answer);
    }
  }

  private <S extends Signal> void answered(Pending<S> answered, Signal signal) {
    S answer = answered.request.answer().cast(signal);
    if (!answered.isLate) {
      answered.request.onAnswer().accept(answer);
      return;
    }
    long seconds = Duration.ofNanos(System.nanoTime() - answered.since).toSeconds();
    String what = answered.request.late().apply(answer);
    runtime.writer().note(what + " after " + seconds + " s");
  }

  private void giveUp(long number) {
    Pending<?> late = pending.get(number);
    if (late != null) {
      late.isLate = true;
      late.timer = timers.apply(LATE_ANSWER_LIMIT, () -> remove(number));
      late.request.onTimeout().run();
    }
  }

  private void remove(long number) {
    Pending<?> removed = pending.remove(number);
    if (removed != null) {
      removed.timer.cancel();
      Window window = windows.get(removed.request.node());
      window.giveBack(removed.request.bytes());
      if (window.isEmpty()) {
        windows.remove(removed.request.node());
      }
    }
  }
}
