package chat.moebi.cli;

import chat.moebi.cluster.Presence;
import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/**
 * Holds back what others send until the node has announced that it is ready: they can reach it a
 * moment earlier, but {@code ready NAME} is the first line.
 */
final class HeldOutput implements Output {

  private final Output output;
  private final CountDownLatch released = new CountDownLatch(1);

  HeldOutput(Output output) {
    this.output = output;
  }

  /** Shows everything from now on. */
  void release() {
    released.countDown();
  }

  @Override
  public void show(Message message) throws IOException {
    awaitRelease();
    output.show(message);
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
  public void presence(Presence presence) {
    output.presence(presence);
  }

  @Override
  public void note(String sentence) {
    output.note(sentence);
  }

  private void awaitRelease() throws InterruptedIOException {
    try {
      released.await(); // On a thread that serves only this output.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("ended before it was ready");
    }
  }
}
