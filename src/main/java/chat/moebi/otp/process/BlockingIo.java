package chat.moebi.otp.process;

import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Io;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/**
 * Lets a thread that may block write on behalf of a process: a line is written when {@code print}
 * returns. Thread-safe.
 */
final class BlockingIo implements Io {

  private final NodeName node;
  private final BiConsumer<String, Runnable> printer;
  private volatile boolean isClosed;

  /**
   * Creates an output.
   *
   * @param printer prints a line, and then runs something; thread-safe
   */
  BlockingIo(NodeName node, BiConsumer<String, Runnable> printer) {
    this.node = node;
    this.printer = printer;
  }

  @Override
  public NodeName node() {
    return node;
  }

  @Override
  public void print(String line) throws InterruptedException {
    if (isClosed) {
      throw new InterruptedException("the process has ended"); // Nobody would answer.
    }
    CountDownLatch written = new CountDownLatch(1);
    printer.accept(LinePrinter.checked(line), written::countDown);
    written.await(); // The thread is interrupted when the process ends.
  }

  /** Refuses further lines; call it before the thread is interrupted. */
  void close() {
    isClosed = true;
  }
}
