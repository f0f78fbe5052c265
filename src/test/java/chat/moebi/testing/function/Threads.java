package chat.moebi.testing.function;

import chat.moebi.otp.function.BlockingFunction;
import chat.moebi.otp.function.Io;
import chat.moebi.otp.function.None;
import chat.moebi.testing.function.Threads.Counts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Counts the threads of its JVM: the current number, and the peak since the last call. */
public final class Threads implements BlockingFunction<None, Counts> {

  public record Counts(int now, int peak) {}

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public Counts run(None none, Io io) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int peak = threads.getPeakThreadCount();
    threads.resetPeakThreadCount();
    return new Counts(threads.getThreadCount(), peak);
  }
}
