package chat.moebi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures which share of the machine went to other work: to other processes, and to other guests
 * of the same physical host. Figures taken beside much other work are unreliable.
 */
final class OtherWork {

  /**
   * The time that all cores had and how they spent it, since the machine or this process started,
   * in the kernel's ticks.
   *
   * @param own the time of this process and of its ended children
   */
  private record Ticks(long all, long idle, long own) {

    static Ticks now() throws IOException {
      // user nice system idle iowait irq softirq steal; user includes the time of guests.
      long[] cores = numbers(Files.readAllLines(Path.of("/proc/stat")).get(0), 1, 8);
      String stat = Files.readString(Path.of("/proc/self/stat"));
      // utime stime cutime cstime, counted from the end of the name, which may contain blanks.
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

  OtherWork() throws IOException {
    this.begin = Ticks.now();
  }

  /**
   * Returns the share of other work since this object was created, in percent. All child processes
   * must have ended.
   */
  double percent() throws IOException {
    Ticks now = Ticks.now();
    long all = now.all - begin.all;
    long others = all - (now.idle - begin.idle) - (now.own - begin.own);
    return all == 0 ? 0 : 100.0 * Math.max(0, others) / all;
  }
}
