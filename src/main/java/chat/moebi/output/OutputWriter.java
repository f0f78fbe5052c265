package chat.moebi.output;

import chat.moebi.cluster.Presence;
import chat.moebi.dispatch.IoExecutor;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes texts, printed lines and notices to an {@link Output}, one after the other, on a thread of
 * its own. A terminal that does not read blocks only that thread: neither the node's heartbeats and
 * other work nor the end of an ActorSystem. Thread-safe.
 */
public final class OutputWriter implements Receiver, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutputWriter.class);

  /**
   * How many characters of lines and notices may wait; further ones are left out. The actors that
   * receive texts limit those.
   */
  private static final long MAX_WAITING = 16 << 20;

  private static final long LINE_OVERHEAD = 64;

  /** How many waiting texts are written before the actors that wait for the results run. */
  private static final int BATCH = 64;

  private final Output output;
  private final ThreadPoolExecutor thread;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicBoolean leavesOut = new AtomicBoolean();

  /**
   * Creates the writer and starts its thread.
   *
   * @param name the name of the thread
   */
  public OutputWriter(Output output, String name) {
    this.output = output;
    this.thread = new IoExecutor(name, BATCH);
    thread.prestartCoreThread();
  }

  /**
   * Shows a text; {@code onResult} runs in the writer's thread when that is done, or has failed.
   */
  @Override
  public void show(Message message, Answers answers, Consumer<Result> onResult) {
    execute(new Work(0, () -> output.show(message), onResult));
  }

  /** Shows a line that a process has printed; {@code onResult} as for {@link #show}. */
  public void print(NodeName from, String line, Consumer<Result> onResult) {
    execute(new Work(sizeOf(line), () -> output.print(from, line), onResult));
  }

  /** Shows that a linked process has ended, and the shell's process with it. */
  public void exit(String from, String reason) {
    execute(new Work(LINE_OVERHEAD, () -> output.exit(from, reason), result -> {}));
  }

  /** Shows that another node came or went. */
  public void presence(Presence presence) {
    execute(new Work(LINE_OVERHEAD, () -> output.presence(presence), result -> {}));
  }

  public void note(String sentence) {
    execute(new Work(sizeOf(sentence), () -> output.note(sentence), result -> {}));
  }

  /** Drops everything that is not being written yet, without results. */
  @Override
  public void forget() {
    List<Runnable> forgotten = new ArrayList<>();
    thread.getQueue().drainTo(forgotten);
    forgotten.forEach(work -> ((Work) work).done());
  }

  /** Ends the writer after it has written everything that it was given before. */
  @Override
  public void close() {
    thread.shutdown();
  }

  private void execute(Work work) {
    if (work.size > 0 && waiting.addAndGet(work.size) > MAX_WAITING) {
      work.done();
      work.onResult.accept(new NotShown("its output does not read"));
      if (!leavesOut.getAndSet(true)) {
        LOG.warn("the output does not read; lines and notices are left out");
      }
      return;
    }
    try {
      thread.execute(work);
    } catch (RejectedExecutionException e) {
      work.done();
      work.onResult.accept(Busy.INSTANCE);
    }
  }

  // The pool runs the actors: a program's output may itself send a text and wait for the result.
  private Result write(Writing writing) {
    return IoExecutor.apart(
        () -> {
          try {
            writing.run();
            leavesOut.set(false);
            return Shown.INSTANCE;
          } catch (IOException | RuntimeException | Error e) { // All are results.
            LOG.warn("cannot write to the output", e);
            return new NotShown(
                "its output failed: " + Objects.requireNonNullElse(e.getMessage(), e.toString()));
          }
        });
  }

  private static long sizeOf(String line) {
    return line.length() + LINE_OVERHEAD;
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
      waiting.addAndGet(-size);
    }
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }
}
