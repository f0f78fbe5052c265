package chat.moebi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Tells how much of the machine went to what is not this benchmark: other processes, and other
 * guests of the same host. Figures that were taken beside much of it say little.
 */
final class OtherWork {

  /**
   * Is how much time all cores had, and what they did, since the machine or this process started,
   * in the kernel's ticks.
   *
   * @param own what this process and those that it has started and seen end took
   */
  private record Ticks(long all, long idle, long own) {

    static Ticks now() throws IOException {
      // user nice system idle iowait irq softirq steal; the guests' are in the user's.
      long[] cores = numbers(Files.readAllLines(Path.of("/proc/stat")).get(0), 1, 8);
      String stat = Files.readString(Path.of("/proc/self/stat"));
      // utime stime cutime cstime, counted from the name's end: a name may have blanks.
      long[] own = numbers(stat.substring(stat.lastIndexOf(')')), 12, 4);
      return new Ticks(Arrays.stream(cores).sum(), cores[3] + cores[4], Arrays.stream(own).sum());
    }

    private static long[] numbers(String line, int first, int count) {
      return Arrays.stream(line.split(" +"))
          .skip(first)
          .limit(count)
          .mapToLong(Long::parseLong)
          .toArray();
    }
  }

  private final Ticks begin;

  /** Begins to watch. */
  OtherWork() throws IOException {
    this.begin = Ticks.now();
  }

  /** Returns which share it has taken since then, in percent; what was started must have ended. */
  double percent() throws IOException {
    Ticks now = Ticks.now();
    long all = now.all - begin.all;
    long others = all - (now.idle - begin.idle) - (now.own - begin.own);
    return all == 0 ? 0 : 100.0 * Math.max(0, others) / all;
  }
}
