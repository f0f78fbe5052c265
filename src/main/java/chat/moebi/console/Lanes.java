package chat.moebi.console;

import chat.moebi.chat.LateAnswer;
import chat.moebi.name.NodeName;
import chat.moebi.otp.process.Pid;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the lines of a terminal side by side, in lanes: a text waits only for texts to the
 * same node, and a command only for other commands. A line is open until it is answered. Where
 * several are, an {@code ok} and an error name their line.
 */
final class Lanes {

  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
  private static final String OK = "ok";

  /** The lane of commands; each node that texts go to has its own. */
  private static final String COMMANDS = "commands";

  private final Answers display;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "shell");
            thread.setDaemon(true);
            return thread;
          });

  /** The last line of each lane. */
  private final Map<Object, CompletableFuture<Void>> lanes = new HashMap<>();

  private final Set<OpenLine> open = new LinkedHashSet<>();
  private CompletableFuture<Shell> ready;
  private boolean isClosed;

  /** Carries lines out once the shell is there. */
  Lanes(CompletableFuture<Shell> shell, Answers display) {
    this.display = display;
    this.ready = shell;
    shell.whenComplete((started, failure) -> closeIf(failure != null));
  }

  /** Queues a line for execution, and returns at once. */
  synchronized void add(String typed) {
    OpenLine line = new OpenLine(typed);
    open.add(line);
    // One after the other, so that each text without a node goes to the one that was addressed
    // before it.
    ready =
        ready.thenApply(
            shell -> {
              enter(shell, line);
              return shell;
            });
  }

  /**
   * Stops the waiting for all that is being carried out, but not what waits behind it.
   *
   * @return whether there was anything to stop
   */
  synchronized boolean stop() {
    List<OpenLine> running = open.stream().filter(line -> line.thread != null).toList();
    running.forEach(line -> line.thread.interrupt());
    return !running.isEmpty();
  }

  /** Waits for all lines to be answered, tells of those that are not, and shows nothing more. */
  synchronized void close(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos();
        !open.isEmpty() && left > 0;
        left = deadline - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    isClosed = true;
    List<OpenLine> unbegun = open.stream().filter(line -> line.thread == null).toList();
    if (open.size() > unbegun.size()) {
      display.error("leaving before all was answered; what was sent may still arrive");
    }
    if (!unbegun.isEmpty()) {
      String first = "not carried out: " + LateAnswer.shortened(unbegun.get(0).name);
      int others = unbegun.size() - 1;
      display.error(others == 0 ? first : first + " (and " + others + " more)");
    }
  }

  private synchronized void closeIf(boolean startHasFailed) {
    if (startHasFailed) { // The console tells why.
      open.clear();
      isClosed = true;
      notifyAll();
    }
  }

  private synchronized void enter(Shell shell, OpenLine line) {
    Line parsed = Line.parse(line.typed);
    Optional<Line.To> text = shell.text(parsed);
    if (parsed instanceof Line.Text && text.isPresent() && !text.get().node().isEmpty()) {
      line.name = "@" + text.get().node() + " " + text.get().text();
    }
    Object lane =
        text.filter(to -> !Pid.isPid(to.node()))
            .map(to -> shell.recipient(to).map(NodeName::toString).orElse("@" + to.node()))
            .orElse(COMMANDS);
    Task task = text.isPresent() ? s -> s.send(text.get()) : s -> s.execute(parsed);
    CompletableFuture<Void> before =
        lanes.getOrDefault(lane, CompletableFuture.completedFuture(null));
    CompletableFuture<Void> end = before.thenRunAsync(() -> carryOut(task, shell, line), threads);
    lanes.put(lane, end);
    end.thenRun(() -> leave(lane, end));
  }

  private synchronized void leave(Object lane, CompletableFuture<Void> last) {
    lanes.remove(lane, last);
  }

  private void carryOut(Task task, Shell shell, OpenLine line) {
    if (!begin(line)) {
      return;
    }
    try {
      task.run(shell.with(line));
    } catch (InterruptedException e) {
      line.note("no longer waiting for: " + LateAnswer.shortened(line.name));
    } catch (RuntimeException e) {
      LOG.error("cannot carry out a line", e);
      line.error("the program failed: " + e + "; see its log");
    } finally {
      end(line);
    }
  }

  private synchronized boolean begin(OpenLine line) {
    line.thread = Thread.currentThread();
    return !isClosed;
  }

  private synchronized void end(OpenLine line) {
    line.thread = null;
    Thread.interrupted(); // A stop that came too late is not for the next line of this thread.
    open.remove(line);
    notifyAll();
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  private synchronized boolean areSeveralUnanswered() {
    return open.stream().filter(line -> !line.isAnswered).limit(2).count() > 1;
  }

  /** Does what a line says, and shows what comes of it by that shell. */
  @FunctionalInterface
  private interface Task {
    void run(Shell shell) throws InterruptedException;
  }

  /** A line from Enter to its answer, and the place where its results are shown. */
  private final class OpenLine implements Answers {
    private final String typed;

    /** What its answer is named by: the line as it was typed, with its recipient. */
    private String name;

    /** The thread that carries it out; null before and after. */
    private Thread thread;

    private boolean isAnswered;

    OpenLine(String typed) {
      this.typed = typed;
      this.name = typed;
    }

    @Override
    public void answer(String line) {
      show(() -> display.answer(line.equals(OK) ? last(line) : line));
    }

    @Override
    public void error(String sentence) {
      show(() -> display.error(last(sentence)));
    }

    @Override
    public void note(String sentence) {
      show(() -> display.note(sentence));
    }

    private void show(Runnable result) {
      if (!isClosed()) { // Nobody waits for answers any more.
        result.run();
      }
    }

    private String last(String answer) {
      synchronized (Lanes.this) {
        boolean isNamed = areSeveralUnanswered();
        isAnswered = true;
        return isNamed ? answer + ": " + LateAnswer.shortened(name) : answer;
      }
    }
  }
}
