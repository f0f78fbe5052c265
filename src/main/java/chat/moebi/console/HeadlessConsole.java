package chat.moebi.console;

import java.util.concurrent.CountDownLatch;

/** Reads nothing: shows what other nodes send until the process is told to end. */
public final class HeadlessConsole implements Console {

  private final Display display;

  /** Shows on a display. */
  public HeadlessConsole(Display display) {
    this.display = display;
  }

  @Override
  public Display display() {
    return display;
  }

  @Override
  public End run(Shell shell) throws InterruptedException {
    new CountDownLatch(1).await(); // A signal ends the process.
    return End.QUIT;
  }
}
