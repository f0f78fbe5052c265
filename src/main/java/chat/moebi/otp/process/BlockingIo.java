package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Io;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a thread that may block write on behalf of a process: a line is written when {@code print}
 * returns. Thread-safe.
 */
final class BlockingIo implements Io {

  /** Asks the process to print a line. */
  record PrintLine(String line, Runnable whenWritten) implements ProcessCommand {}

  private final NodeName node;
  private final ActorRef<ProcessCommand> process;
  private volatile boolean isClosed;

  BlockingIo(NodeName node, ActorRef<ProcessCommand> process) {
    this.node = node;
    this.process = process;
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
    process.tell(new PrintLine(LinePrinter.checked(line), written::countDown));
    written.await(); // The thread is interrupted when the process ends.
  }

  /** Refuses further lines; to be called before the thread is interrupted. */
  void close() {
    isClosed = true;
  }
}
