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
 * Runs a shell command for each text. The commands for one sender run one after the other, each
 * when the reply of the one before was shown or lost; of several senders a few run at once. A
 * sender that does not show its reply holds up its own texts only. Each command has a thread of its
 * own, so that nothing in the chat waits for a command. Thread-safe.
 */
public final class CommandRunner implements Receiver, AutoCloseable {

  /** How many commands run at once. */
  static final int MAX_RUNNING = 4;

  /**
   * How many texts are in progress at once: their commands run, or their replies, of up to 1 MiB
   * each, are not shown yet.
   */
  static final int MAX_IN_PROGRESS = 32;

  /** How many texts may wait for their commands; past this limit the runner is busy. */
  static final int MAX_WAITING = 1_000;

  private final CommandSettings settings;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "command");
            thread.setDaemon(true);
            return thread;
          });

  private final Queue<CommandRun> waiting = new ArrayDeque<>();

  /** At most one text of each sender. */
  private final Map<NodeName, CommandRun> inProgress = new HashMap<>();

  private int running;
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private boolean hasBegun;
  private boolean isEnding;
  private boolean isClosed;

  /**
   * Creates a runner, which keeps texts until {@link #begin}.
   *
   * @param command the command, for {@code sh -c}
   * @param limit how long a command may run before it is killed
   * @param errors takes sentences about failures of which no sender is told
   */
  public CommandRunner(String command, Duration limit, Consumer<String> errors) {
    this(new CommandSettings(command, Duration.ofSeconds(2), limit, errors, System::nanoTime));
  }

  CommandRunner(CommandSettings settings) {
    this.settings = settings;
  }

  /** Runs commands from now on. */
  public synchronized void begin() {
    hasBegun = true;
    runNext();
  }

  /**
   * Completes when no text waits, and each command has ended and its reply was shown or lost. To be
   * called when no more texts come.
   */
  public synchronized CompletionStage<Void> whenIdle() {
    isEnding = true;
    runNext();
    return idle;
  }

  @Override
  public synchronized void show(Message message, Answers answers, Consumer<Result> onResult) {
    if (isClosed || waiting.size() >= MAX_WAITING) {
      onResult.accept(Busy.INSTANCE);
    } else {
      waiting.add(new CommandRun(settings, message, answers, onResult));
      runNext();
    }
  }

  @Override
  public synchronized void forget() {
    waiting.clear();
    runNext();
  }

  /** Kills the commands that run, and returns when they have ended. Further texts are refused. */
  @Override
  public void close() {
    drainWaiting().forEach(CommandRun::refuse);
    cancelInProgress();
  }

  private synchronized List<CommandRun> drainWaiting() {
    isClosed = true;
    List<CommandRun> refused = List.copyOf(waiting);
    waiting.clear();
    return refused;
  }

  private synchronized void cancelInProgress() {
    inProgress.values().forEach(CommandRun::cancel);
    try {
      while (!inProgress.isEmpty()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runNext() {
    Iterator<CommandRun> next = waiting.iterator();
    while (hasBegun && hasPlace() && next.hasNext()) {
      CommandRun run = next.next();
      if (inProgress.putIfAbsent(run.sender(), run) == null) {
        next.remove();
        running++;
        threads.execute(() -> run(run));
      }
    }
    if (isEnding && inProgress.isEmpty() && waiting.isEmpty()) {
      idle.complete(null);
    }
  }

  private boolean hasPlace() {
    return running < MAX_RUNNING && inProgress.size() < MAX_IN_PROGRESS;
  }

  private void run(CommandRun run) {
    try {
      try {
        run.runCommand();
      } finally {
        commandEnded();
      }
      run.finishReply();
    } finally {
      finished(run);
    }
  }

  private synchronized void commandEnded() {
    running--;
    runNext();
  }

  private synchronized void finished(CommandRun run) {
    inProgress.remove(run.sender());
    runNext();
    notifyAll();
  }
}
