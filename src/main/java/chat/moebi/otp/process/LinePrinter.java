package chat.moebi.otp.process;

import akka.actor.Cancellable;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.cluster.Utf8;
import chat.moebi.otp.function.Io;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Writes the lines of a process to its group leader, each after the line before was written. A line
 * that is not confirmed within {@code chat.process.print-timeout} is given up, so that a process
 * does not wait for a leader that is gone.
 */
final class LinePrinter {

  /** Says that a line was written, or is given up. */
  record LineDone(long line) implements ProcessCommand {}

  private record Line(String text, Runnable whenWritten) {}

  private final ActorContext<ProcessCommand> context;
  private final ProcessRuntime runtime;
  private final Pid leader;
  private final Supplier<Pid> self;
  private final Queue<Line> lines = new ArrayDeque<>(1);
  private Line current;
  private long number;
  private Cancellable timeout;

  /** Creates a printer; only a leader on another node needs the pid of the process. */
  LinePrinter(
      ActorContext<ProcessCommand> context,
      ProcessRuntime runtime,
      Pid leader,
      Supplier<Pid> self) {
    this.context = context;
    this.runtime = runtime;
    this.leader = leader;
    this.self = self;
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

  /** Whether all lines are written or given up. */
  boolean isDone() {
    return current == null;
  }

  /** Writes a line after the lines before it. */
  void print(String text, Runnable whenWritten) {
    lines.add(new Line(text, whenWritten));
    if (current == null) {
      next();
    }
  }

  /** Goes on after a line was written or given up; does nothing if it is not the current line. */
  void written(long line) {
    if (current != null && line == number) {
      timeout.cancel();
      current.whenWritten().run();
      current = null;
      next();
    }
  }

  private void next() {
    current = lines.poll();
    if (current == null) {
      return;
    }
    long line = ++number;
    var process = context.getSelf();
    timeout = context.scheduleOnce(runtime.settings().printTimeout(), process, new LineDone(line));
    if (leader.equals(runtime.leader())) {
      runtime
          .writer()
          .print(runtime.node(), current.text(), result -> process.tell(new LineDone(line)));
    } else {
      runtime.router().tell(new Signal.Print(leader, self.get(), line, current.text()));
    }
  }
}
