package chat.moebi.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

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
  public End run(CompletableFuture<Shell> shell) throws InterruptedException, ExecutionException {
    shell.get();
    new CountDownLatch(1).await(); // A signal ends the process.
    return End.QUIT;
  }
}
