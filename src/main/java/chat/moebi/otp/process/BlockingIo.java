package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import chat.moebi.node.NodeName;
import chat.moebi.otp.function.Io;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a function write from a thread that may wait: a line is written when {@code print} returns.
 * Thread-safe.
 */
final class BlockingIo implements Io {

  private final NodeName node;
  private final ActorRef<ProcessActor.Command> process;
  private volatile boolean isClosed;

  BlockingIo(NodeName node, ActorRef<ProcessActor.Command> process) {
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
    process.tell(new ProcessActor.PrintLine(LinePrinter.checked(line), written::countDown));
    written.await(); // Interrupted when the process is gone.
  }

  /** Lets nothing more be written; comes before the function's thread is interrupted. */
  void close() {
    isClosed = true;
  }
}
