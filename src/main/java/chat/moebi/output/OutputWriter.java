package chat.moebi.output;

import chat.moebi.dispatch.IoExecutor;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what other nodes send and what processes print to an {@link Output}, one thing after the
 * other, on a thread of its own: a terminal that does not read blocks that thread, and neither this
 * node's heartbeats nor its other work, nor the end of an ActorSystem. Thread-safe.
 */
public final class OutputWriter implements AutoCloseable {

  /** The result of {@link #show} and {@link #print}. */
  public sealed interface Result {}

  /** Reports that the text was written. */
  public enum Written implements Result {
    /** The only one. */
    INSTANCE
  }

  /** Reports that the text could not be written. */
  public record NotWritten(String reason) implements Result {}

  private static final Logger LOG = LoggerFactory.getLogger(OutputWriter.class);

  /**
   * How many characters of lines and notices may wait; past it they are left out. Texts are bounded
   * by whoever receives them.
   */
  private static final long MOST_LINES = 16 << 20;

  private static final long PER_LINE = 64;

  /** How many waiting texts are written before their senders are told. */
  private static final int AT_ONCE = 64;

  private final Output output;
  private final ThreadPoolExecutor thread;
  private final AtomicLong lines = new AtomicLong();
  private final AtomicBoolean leavesOut = new AtomicBoolean();

  /**
   * Creates the writer and starts its thread.
   *
   * @param name of its thread
   */
  public OutputWriter(Output output, String name) {
    this.output = output;
    this.thread = new IoExecutor(name, AT_ONCE);
    thread.prestartCoreThread();
  }

  /** Shows a text and says, in the writer's thread, when that is done, or has failed. */
  public void show(NodeName from, String text, Consumer<Result> onResult) {
    execute(new Work(0, () -> output.show(from, text), onResult));
  }

  /** Shows a line that a process has printed, and says when that is done, or has failed. */
  public void print(NodeName from, String line, Consumer<Result> onResult) {
    execute(new Work(sizeOf(line), () -> output.print(from, line), onResult));
  }

  /** Shows that a linked process has taken the shell with it. */
  public void exit(String from, String reason) {
    execute(new Work(PER_LINE, () -> output.exit(from, reason), result -> {}));
  }

  /** Shows a notice. */
  public void note(String sentence) {
    execute(new Work(sizeOf(sentence), () -> output.note(sentence), result -> {}));
  }

  /** Forgets what is not being written yet; nobody is told. */
  public void forget() {
    List<Runnable> waiting = new ArrayList<>();
    thread.getQueue().drainTo(waiting);
    waiting.forEach(work -> ((Work) work).done());
  }

  /** Ends the writer after all that was handed to it before. */
  @Override
  public void close() {
    thread.shutdown();
  }

  private void execute(Work work) {
    if (work.size > 0 && lines.addAndGet(work.size) > MOST_LINES) {
      work.done();
      work.onResult.accept(new NotWritten("its output does not read"));
      if (!leavesOut.getAndSet(true)) {
        LOG.warn("the output does not read; lines and notices are left out");
      }
      return;
    }
    try {
      thread.execute(work);
    } catch (RejectedExecutionException e) {
      work.done();
      work.onResult.accept(new NotWritten("its output is closed"));
    }
  }

  // Apart, since the output of a program may send a text itself and wait for the result.
  private Result write(Writing writing) {
    return IoExecutor.apart(
        () -> {
          try {
            writing.run();
            leavesOut.set(false);
            return Written.INSTANCE;
          } catch (IOException | RuntimeException | Error e) { // The caller learns of any failure.
            LOG.warn("cannot write to the output", e);
            return new NotWritten("its output failed: " + e.getMessage());
          }
        });
  }

  private static long sizeOf(String line) {
    return line.length() + PER_LINE;
  }

  private final class Work implements Runnable {
    final long size;
    final Writing writing;
    final Consumer<Result> onResult;

    Work(long size, Writing writing, Consumer<Result> onResult) {
      this.size = size;
      this.writing = writing;
      this.onResult = onResult;
    }

    @Override
    public void run() {
      Result result = write(writing);
      done();
      onResult.accept(result);
    }

    void done() {
      lines.addAndGet(-size);
    }
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }
}
