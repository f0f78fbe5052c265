package chat.moebi.console;

import chat.moebi.chat.LateAnswer;
import chat.moebi.store.StoredText;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of a terminal that are not answered yet. Texts to nodes are sent in the order in which
 * they were typed, and none waits for the answer to another. All other lines are commands: each is
 * carried out after the one before it. While several lines are open, an {@code ok} and an error
 * name their line.
 */
final class OpenLines {

  private static final Logger LOG = LoggerFactory.getLogger(OpenLines.class);
  private static final Pattern OK = Pattern.compile("ok( \\d+)?|(ok \\d+, )?kept for .*");

  private final Answers display;
  private final BiConsumer<Line, String> onSend;
  private final LineOrder order = new LineOrder();
  private final Set<OpenLine> lines = new LinkedHashSet<>();

  /** Completes when the shell has read the last line. */
  private CompletableFuture<CommandShell> shell;

  /** Run when no text is open any more; null if nobody waits for that. */
  private Runnable onTextsAnswered;

  private volatile boolean isClosed;

  /**
   * Carries lines out once the shell is there.
   *
   * @param onSend gets each line that sends a text, and the recipient's name, before it is sent
   */
  OpenLines(
      CompletableFuture<CommandShell> shell, Answers display, BiConsumer<Line, String> onSend) {
    this.display = display;
    this.onSend = onSend;
    this.shell = shell;
    shell.exceptionally(failure -> clear());
  }

  /** Queues a line, and returns at once. Lines must be added by one thread. */
  void add(String typed) {
    OpenLine open = new OpenLine(typed);
    synchronized (this) {
      lines.add(open);
    }
    shell = shell.thenCompose(started -> read(started, open).thenApply(queued -> started));
  }

  /**
   * Stops waiting for the lines that are being carried out; those queued behind them go on. Returns
   * whether there was such a line.
   */
  synchronized boolean stop() {
    List<OpenLine> running = lines.stream().filter(line -> line.thread != null).toList();
    running.forEach(line -> line.thread.interrupt());
    return !running.isEmpty();
  }

  /**
   * Runs an action once no text is open any more, unless none is open now. Returns how many texts
   * are open.
   */
  synchronized long whenTextsAreAnswered(Runnable action) {
    long open = openTexts();
    onTextsAnswered = open == 0 ? null : action;
    return open;
  }

  /** Returns how many texts are open, with the lines that wait for the shell. */
  synchronized long openTexts() {
    return lines.stream().filter(line -> line.isText).count();
  }

  /** Waits until all lines are answered, names those that are not, and shows nothing more. */
  synchronized void close(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (long left = timeout.toNanos(); !lines.isEmpty() && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    if (lines.stream().anyMatch(line -> line.thread != null)) {
      display.error("leaving before all was answered; what was sent may still arrive");
    }
    refuseQueued();
  }

  private void refuseQueued() {
    isClosed = true;
    List<OpenLine> queued = lines.stream().filter(line -> line.thread == null).toList();
    if (!queued.isEmpty()) {
      String more = queued.size() == 1 ? "" : " (and " + (queued.size() - 1) + " more)";
      display.error("not carried out: " + queued.get(0).shortened() + more);
    }
  }

  /** Drops all lines: the start has failed, and the console says why. */
  private synchronized CommandShell clear() {
    refuseQueued();
    lines.clear();
    notifyAll();
    return null;
  }

  /** Reads a line, and completes when the next one may be read. */
  private CompletableFuture<Void> read(CommandShell started, OpenLine open) {
    return CompletableFuture.completedFuture(open.name)
        .thenCompose(typed -> order.notBlocking(started.read(typed, 0)))
        .thenCompose(line -> queue(started, line, open))
        .exceptionally(failure -> failed(open, failure)); // The lines behind it go on.
  }

  private CompletableFuture<Void> queue(CommandShell started, Line line, OpenLine open) {
    open.setLine(line);
    if (CommandShell.isOfConversation(line)) {
      onSend.accept(line, started.addressee(line));
    }
    return order.add(line, open.sent, () -> carryOut(started, line, open));
  }

  private Void failed(OpenLine open, Throwable failure) {
    open.failed(failure instanceof CompletionException ? failure.getCause() : failure);
    end(open);
    return null;
  }

  private void carryOut(CommandShell started, Line line, OpenLine open) {
    if (!begin(open)) {
      return;
    }
    try {
      started.execute(line, open);
    } catch (InterruptedException e) {
      open.note("no longer waiting for: " + open.shortened());
    } catch (RuntimeException e) {
      open.failed(e);
    } finally {
      open.sent();
      end(open);
    }
  }

  private synchronized boolean begin(OpenLine open) {
    open.thread = Thread.currentThread();
    return !isClosed;
  }

  private synchronized void end(OpenLine open) {
    open.thread = null;
    Thread.interrupted(); // A stop that came too late must not hit this thread's next line.
    lines.remove(open);
    notifyAll();
    if (onTextsAnswered != null && openTexts() == 0) {
      onTextsAnswered.run();
      onTextsAnswered = null;
    }
  }

  /** Returns an answer of an open line; it names the line if several are open. */
  private synchronized String named(String answer, OpenLine open) {
    boolean isOneOfSeveral = lines.stream().filter(line -> !line.isAnswered).count() > 1;
    open.isAnswered = true;
    return isOneOfSeveral ? answer + ": " + open.shortened() : answer;
  }

  /** A line from Enter to its answer, and the place where its results are shown. */
  private final class OpenLine implements Answers {
    private String name;

    /** The thread that carries the line out; null before and after. */
    private Thread thread;

    /** Whether the line sends a text; true until the shell has read it. */
    private boolean isText = true;

    private boolean isAnswered;

    /** Completes when the line has sent what it sends, or has failed. */
    private final CompletableFuture<Void> sent = new CompletableFuture<>();

    OpenLine(String typed) {
      this.name = typed;
    }

    void setLine(Line line) {
      synchronized (OpenLines.this) {
        name = line.shown();
        isText = CommandShell.isText(line);
      }
    }

    void failed(Throwable e) {
      LOG.error("cannot carry out a line", e);
      error("the program failed: " + e + "; see its log");
    }

    @Override
    public void answer(String line) {
      ifOpen(() -> display.answer(OK.matcher(line).matches() ? named(line, this) : line));
    }

    @Override
    public void table(List<String> head, List<List<String>> rows) {
      ifOpen(() -> display.table(head, rows));
    }

    @Override
    public void past(List<StoredText> texts) {
      ifOpen(() -> display.past(texts));
    }

    @Override
    public void error(String sentence) {
      ifOpen(() -> display.error(named(sentence, this)));
    }

    @Override
    public void note(String sentence) {
      ifOpen(() -> display.note(sentence));
    }

    @Override
    public void sent() {
      sent.complete(null);
    }

    private void ifOpen(Runnable show) {
      if (!isClosed) {
        show.run();
      }
    }

    private String shortened() {
      return LateAnswer.shortened(name);
    }
  }
}
