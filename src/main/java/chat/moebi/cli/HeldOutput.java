package chat.moebi.cli;

import chat.moebi.name.NodeName;
import chat.moebi.output.Output;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/**
 * Holds what others send until the node has said that it is ready: they can reach it a moment
 * before, and {@code ready NAME} is the first line.
 */
final class HeldOutput implements Output {

  private final Output output;
  private final CountDownLatch released = new CountDownLatch(1);

  HeldOutput(Output output) {
    this.output = output;
  }

  /** Lets all through, from now on. */
  void release() {
    released.countDown();
  }

  @Override
  public void show(NodeName from, String text) throws IOException {
    awaitRelease();
    output.show(from, text);
  }

  @Override
  public void print(NodeName from, String line) throws IOException {
    awaitRelease();
    output.print(from, line);
  }

  @Override
  public void exit(String from, String reason) throws IOException {
    awaitRelease();
    output.exit(from, reason);
  }

  @Override
  public void note(String sentence) {
    output.note(sentence);
  }

  private void awaitRelease() throws InterruptedIOException {
    try {
      released.await(); // In a thread that serves nothing but this output.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("ended before it was ready");
    }
  }
}
