package chat.moebi.listen;

import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Runs a shell command for each text: those of one sender one after the other, and a few at once.
 * Commands run on threads of their own, so nothing in the chat waits for them. Thread-safe.
 */
public final class CommandRunner implements Receiver, AutoCloseable {

  /** How many commands run at once. */
  static final int MAX_RUNNING = 4;

  /** How many texts wait for their commands; past it the runner is busy. */
  static final int MAX_WAITING = 1_000;

  private static final String LEAVES = "it leaves";

  private final Rules rules;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "command");
            thread.setDaemon(true);
            return thread;
          });

  private final Queue<CommandRun> waiting = new ArrayDeque<>();
  private final Map<NodeName, CommandRun> running = new HashMap<>();
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private boolean hasBegun;
  private boolean isEnding;
  private boolean isClosed;

  /**
   * Creates a runner, which keeps texts until {@link #begin}.
   *
   * @param command the command, for {@code sh -c}
   * @param limit how long a command may run before it is killed
   * @param errors takes sentences about what no sender is told
   */
  public CommandRunner(String command, Duration limit, Consumer<String> errors) {
    this(new Rules(command, Duration.ofSeconds(2), limit, errors));
  }

  CommandRunner(Rules rules) {
    this.rules = rules;
  }

  /** Runs commands from now on. */
  public synchronized void begin() {
    hasBegun = true;
    runNext();
  }

  /** Completes when no command runs and no text waits. To be called when no more texts come. */
  public synchronized CompletionStage<Void> whenIdle() {
    isEnding = true;
    runNext();
    return idle;
  }

  @Override
  public synchronized void show(Message message, Answers answers, Consumer<Result> onResult) {
    if (isClosed) {
      onResult.accept(new NotShown(LEAVES));
    } else if (waiting.size() >= MAX_WAITING) {
      onResult.accept(Busy.INSTANCE);
    } else {
      waiting.add(new CommandRun(rules, message, answers, onResult));
      runNext();
    }
  }

  @Override
  public synchronized void forget() {
    waiting.clear();
    runNext();
  }

  /** Kills the commands that run, and returns when they have ended; no further one is run. */
  @Override
  public void close() {
    drainWaiting().forEach(run -> run.refuse(LEAVES));
    killRunning();
  }

  private synchronized List<CommandRun> drainWaiting() {
    isClosed = true;
    List<CommandRun> refused = List.copyOf(waiting);
    waiting.clear();
    return refused;
  }

  private synchronized void killRunning() {
    running.values().forEach(CommandRun::cancel);
    try {
      while (!running.isEmpty()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runNext() {
    Iterator<CommandRun> next = waiting.iterator();
    while (hasBegun && running.size() < MAX_RUNNING && next.hasNext()) {
      CommandRun run = next.next();
      if (running.putIfAbsent(run.sender(), run) == null) {
        next.remove();
        threads.execute(() -> run(run));
      }
    }
    if (isEnding && running.isEmpty() && waiting.isEmpty()) {
      idle.complete(null);
    }
  }

  private void run(CommandRun run) {
    try {
      run.run();
    } finally {
      ended(run);
    }
  }

  private synchronized void ended(CommandRun run) {
    running.remove(run.sender());
    runNext();
    notifyAll();
  }
}
