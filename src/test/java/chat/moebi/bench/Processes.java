package chat.moebi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Reads from Linux how much memory and processor time processes use. */
final class Processes {

  private static final double TICKS_PER_SECOND = 100;
  private static final double KIB_PER_MB = 1000.0 / 1.024;

  private Processes() {}

  /** Returns the resident memory of a process, in MB. */
  static double residentMb(Process process) throws IOException {
    return Files.readAllLines(directory(process).resolve("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_PER_MB)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the share of a core that a process uses during the next seconds, in percent. */
  static double corePercent(Process process, int seconds) throws IOException, InterruptedException {
    double before = cpuSeconds(process);
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double passed = (System.nanoTime() - begin) / 1e9;
    return 100 * (cpuSeconds(process) - before) / passed;
  }

  /** Returns the processor time of a process, in steps of 10 ms. */
  static double cpuSeconds(Process process) throws IOException {
    String stat = Files.readString(directory(process).resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    int user = 11; // The index of user time among the fields after the name; system time follows.
    return (Long.parseLong(fields[user]) + Long.parseLong(fields[user + 1])) / TICKS_PER_SECOND;
  }

  private static Path directory(Process process) {
    return Path.of("/proc", "" + process.pid());
  }
}
