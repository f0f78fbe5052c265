package chat.moebi.otp.process;

import akka.actor.Cancellable;
import chat.moebi.cluster.Window;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The requests of a shell that no {@link Signal.Answer} has come to yet. A request without an
 * answer is given up after {@code chat.send-timeout}; a later answer is shown as a note. For the
 * thread of the shell only.
 */
final class PendingRequests {

  /** How long a request that was given up keeps its place in the window, and its note. */
  private static final Duration LATE_ANSWER_LIMIT = Duration.ofMinutes(10);

  private record Pending(
      NodeName node, int bytes, BiConsumer<Pid, Refusal> onAnswer, Cancellable timer) {}

  private final ProcessRuntime runtime;
  private final BiFunction<Duration, Runnable, Cancellable> timers;
  private final Map<Long, Pending> pending = new HashMap<>();
  private final Map<NodeName, Window> windows = new HashMap<>();
  private long lastNumber;

  /**
   * Creates an empty collection.
   *
   * @param timers runs something on the thread of the shell after a delay
   */
  PendingRequests(ProcessRuntime runtime, BiFunction<Duration, Runnable, Cancellable> timers) {
    this.runtime = runtime;
    this.timers = timers;
  }

  /**
   * Sends a request to a node, unless too much is on its way there.
   *
   * @param bytes how much of the window to the node the request takes
   * @param send sends the request of a number
   * @param onAnswer takes the sender of the answer and the refusal, one of which is null
   * @param success describes, in a late note, what the sender of the answer has done
   */
  void add(
      NodeName node,
      int bytes,
      LongConsumer send,
      BiConsumer<Pid, Refusal> onAnswer,
      Function<Pid, String> success) {
    ProcessSettings settings = runtime.settings();
    Window window =
        windows.computeIfAbsent(
            node, n -> new Window(settings.windowMessages(), settings.windowBytes()));
    if (!window.take(bytes)) {
      onAnswer.accept(null, Refusal.busy(node));
      return;
    }
    long number = ++lastNumber;
    BiConsumer<Pid, Refusal> onLateAnswer = note(success);
    Runnable giveUp =
        () -> {
          if (pending.containsKey(number)) {
            Cancellable timer = timers.apply(LATE_ANSWER_LIMIT, () -> remove(number));
            pending.put(number, new Pending(node, bytes, onLateAnswer, timer));
            onAnswer.accept(null, Refusal.noAnswer(node, settings.answerTimeout()));
          }
        };
    Cancellable timer = timers.apply(settings.answerTimeout(), giveUp);
    pending.put(number, new Pending(node, bytes, onAnswer, timer));
    send.accept(number);
  }

  /** Takes an answer, if its request is still known. */
  void answered(Signal.Answer answer) {
    Pending answered = remove(answer.request());
    if (answered != null) {
      answered.onAnswer().accept(answer.refusal() == null ? answer.from() : null, answer.refusal());
    }
  }

  private BiConsumer<Pid, Refusal> note(Function<Pid, String> success) {
    long since = System.nanoTime();
    return (from, refusal) -> {
      Duration after = Duration.ofNanos(System.nanoTime() - since);
      runtime
          .writer()
          .note(
              refusal == null
                  ? success.apply(from) + " after " + after.toSeconds() + " s"
                  : ErrorMessages.late(refusal.sentence(), after));
    };
  }

  private Pending remove(long number) {
    Pending removed = pending.remove(number);
    if (removed != null) {
      removed.timer().cancel();
      Window window = windows.get(removed.node());
      window.giveBack(removed.bytes());
      if (window.isEmpty()) {
        windows.remove(removed.node());
      }
    }
    return removed;
  }
}
