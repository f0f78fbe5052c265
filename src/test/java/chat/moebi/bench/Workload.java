package chat.moebi.bench;

import java.util.List;

/**
 * A number of senders, each with one message in flight.
 *
 * @param bytes the length of each text, which is ASCII
 */
record Workload(int senders, int bytes) {

  /** The workloads that the goals are about, in the order of their runs. */
  static final List<Workload> ALL =
      List.of(
          new Workload(1, 2),
          new Workload(8, 2),
          new Workload(64, 2),
          new Workload(512, 2),
          new Workload(64, 4096));

  /** Parses the result of {@link #argument}. */
  static Workload parse(String argument) {
    String[] parts = argument.split("x");
    return new Workload(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** Returns the workload as an argument of a load generator: {@code 64x4096}. */
  String argument() {
    return senders + "x" + bytes;
  }

  String text() {
    return "x".repeat(bytes);
  }

  @Override
  public String toString() {
    String size = bytes < 1024 ? bytes + " bytes" : bytes / 1024 + " KiB";
    return senders + (senders == 1 ? " sender, " : " senders, ") + size;
  }
}
