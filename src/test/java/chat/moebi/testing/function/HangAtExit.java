package chat.moebi.testing.function;

import chat.moebi.otp.function.BlockingFunction;
import chat.moebi.otp.function.Io;
import chat.moebi.otp.function.None;
import java.util.concurrent.CountDownLatch;

/** Prevents its JVM from ending, as a library does whose shutdown hook never returns. */
public final class HangAtExit implements BlockingFunction<None, None> {

  @Override
  public String name() {
    return "hang_at_exit";
  }

  @Override
  public None run(None none, Io io) {
    Runtime.getRuntime().addShutdownHook(new Thread(HangAtExit::hang));
    return none;
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
