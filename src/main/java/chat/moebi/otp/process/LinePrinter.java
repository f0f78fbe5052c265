package chat.moebi.otp.process;

import akka.actor.Cancellable;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.cluster.Utf8;
import chat.moebi.otp.function.Io;
import chat.moebi.otp.process.ProcessCommand.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes the lines of a process to its group leader, each after the line before was written. A line
 * that is not confirmed within {@code chat.process.print-timeout} is given up, so that a process
 * does not wait for a leader that has ended.
 */
final class LinePrinter {

  private record Line(String text, Runnable whenWritten) {}

  private final ActorContext<ProcessCommand> context;
  private final ProcessRuntime runtime;
  private final ProcessStatus status;
  private final Pid leader;
  private final Runnable whenDone;
  private final Queue<Line> lines = new ArrayDeque<>(1);
  private Line current;
  private long number;
  private Cancellable timeout;

  /**
   * Creates the printer of a process.
   *
   * @param whenDone runs whenever all lines are written or given up
   */
  LinePrinter(
      ActorContext<ProcessCommand> context,
      ProcessRuntime runtime,
      ProcessStatus status,
      Pid leader,
      Runnable whenDone) {
    this.context = context;
    this.runtime = runtime;
    this.status = status;
    this.leader = leader;
    this.whenDone = whenDone;
  }

  /** Returns the line if it is short enough. */
  static String checked(String line) {
    int bytes = line.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Io.MAX_LINE_BYTES) {
      throw new IllegalArgumentException(
          "the line is too long: " + bytes + " of at most " + Io.MAX_LINE_BYTES + " bytes");
    }
    return Utf8.encodable(line);
  }

  boolean isDone() {
    return current == null;
  }

  /** Writes a line after the lines before it. */
  void print(String text, Runnable whenWritten) {
    lines.add(new Line(text, whenWritten));
    if (isDone()) {
      printNext();
    }
  }

  /** Goes on after a line was written or given up; does nothing if it is not the current line. */
  void written(long line) {
    if (current != null && line == number) {
      timeout.cancel();
      current.whenWritten().run();
      printNext();
    }
  }

  private void printNext() {
    current = lines.poll();
    if (current == null) {
      whenDone.run();
      return;
    }
    long line = ++number;
    var process = context.getSelf();
    Run written = new Run(() -> written(line));
    timeout = context.scheduleOnce(runtime.settings().printTimeout(), process, written);
    if (leader.equals(runtime.leader())) {
      runtime.writer().print(runtime.node(), current.text(), result -> process.tell(written));
    } else {
      Pid self = runtime.pid(status, process); // Only another node needs the pid.
      runtime.router().tell(new Signal.Print(leader, self, line, current.text()));
    }
  }
}
