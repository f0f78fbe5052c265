package chat.moebi.otp.process;

import akka.actor.Cancellable;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.node.NodeName;
import chat.moebi.node.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps what a shell has asked other processes and nodes and was not answered yet. After its
 * timeout a question is given up; an answer that comes later is told as a note. Of the shell's
 * thread alone.
 */
final class PendingRequests {

  /** How long after its timeout an answer is still worth a note; until then it has its place. */
  private static final Duration LATE_ANSWER_LIMIT = Duration.ofMinutes(10);

  /**
   * Is a question.
   *
   * @param onAnswer is given the answer that comes in time
   * @param onSilence is told that none did
   * @param late says in words what an answer means that comes when nobody waits any more
   */
  record Question(
      NodeName node,
      int bytes,
      Consumer<Signal> onAnswer,
      Runnable onSilence,
      Function<Signal, String> late) {}

  private static final class Asked {
    final Question question;
    final long since = System.nanoTime();
    boolean isLate;
    Cancellable timer;

    Asked(Question question) {
      this.question = question;
    }
  }

  private final ProcessRuntime host;
  private final Map<Long, Asked> asked = new HashMap<>();
  private final Map<NodeName, Window> windows = new HashMap<>();
  private long lastRequest;

  PendingRequests(ProcessRuntime host) {
    this.host = host;
  }

  /** Waits for an answer; returns its request's number, or nothing if the node is busy. */
  OptionalLong ask(ActorContext<ProcessActor.Command> shell, Question question) {
    ProcessSettings settings = host.settings();
    Window window =
        windows.computeIfAbsent(
            question.node(), n -> new Window(settings.windowMessages(), settings.windowBytes()));
    if (!window.take(question.bytes())) {
      return OptionalLong.empty();
    }
    long request = ++lastRequest;
    Asked one = new Asked(question);
    asked.put(request, one);
    one.timer = later(shell, settings.answerTimeout(), () -> giveUp(shell, request));
    return OptionalLong.of(request);
  }

  /** Takes an answer, if it is still waited for. */
  void answered(long request, Signal answer) {
    Asked one = forget(request);
    if (one == null) {
      return;
    } else if (!one.isLate) {
      one.question.onAnswer().accept(answer);
      return;
    }
    long seconds = Duration.ofNanos(System.nanoTime() - one.since).toSeconds();
    String what = one.question.late().apply(answer);
    host.writer().note(what + " after " + seconds + " s");
  }

  private void giveUp(ActorContext<ProcessActor.Command> shell, long request) {
    Asked one = asked.get(request);
    if (one != null) {
      one.isLate = true;
      one.timer = later(shell, LATE_ANSWER_LIMIT, () -> forget(request));
      one.question.onSilence().run();
    }
  }

  private Asked forget(long request) {
    Asked one = asked.remove(request);
    if (one != null) {
      one.timer.cancel();
      Window window = windows.get(one.question.node());
      window.giveBack(one.question.bytes());
      if (window.isEmpty()) {
        windows.remove(one.question.node());
      }
    }
    return one;
  }

  private static Cancellable later(
      ActorContext<ProcessActor.Command> shell, Duration delay, Runnable what) {
    return shell.scheduleOnce(delay, shell.getSelf(), new ProcessActor.Do(self -> what.run()));
  }
}
