package chat.moebi.testing.function;

import chat.moebi.otp.function.BlockingFunction;
import chat.moebi.otp.function.Io;
import chat.moebi.testing.function.Block.Number;
import java.util.concurrent.CountDownLatch;

/** Blocks a thread for ever if its number is negative, and otherwise returns the number. */
public final class Block implements BlockingFunction<Number, Number> {

  /** The argument and the result. */
  public record Number(int value) {}

  @Override
  public String name() {
    return "block";
  }

  @Override
  public Number run(Number number, Io io) throws InterruptedException {
    if (number.value() < 0) {
      new CountDownLatch(1).await();
    }
    return number;
  }
}
