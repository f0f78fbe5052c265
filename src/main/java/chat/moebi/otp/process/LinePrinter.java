package chat.moebi.otp.process;

import akka.actor.Cancellable;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.otp.function.Io;
import chat.moebi.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Writes a process's lines to its group leader, one after the other: the next when the one before
 * was written. A line of which nothing was heard for {@code chat.process.print-timeout} is given
 * up, lest a process wait for a leader that is gone.
 */
final class LinePrinter {

  private record Line(String text, Runnable whenDone) {}

  private final ActorContext<ProcessActor.Command> context;
  private final ProcessRuntime host;
  private final Pid leader;
  private final Queue<Line> lines = new ArrayDeque<>(1);
  private Line current;
  private long number;
  private Cancellable patience;

  LinePrinter(ActorContext<ProcessActor.Command> context, ProcessRuntime host, Pid leader) {
    this.context = context;
    this.host = host;
    this.leader = leader;
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

  /** Writes a line after those before it; the pid is needed only where the leader is elsewhere. */
  void add(Supplier<Pid> self, String text, Runnable whenDone) {
    lines.add(new Line(text, whenDone));
    if (current == null) {
      next(self);
    }
  }

  /** Goes on after a line was written, or given up; of a former line it does nothing. */
  void written(Supplier<Pid> self, long line) {
    if (current != null && line == number) {
      patience.cancel();
      current.whenDone().run();
      current = null;
      next(self);
    }
  }

  private void next(Supplier<Pid> self) {
    current = lines.poll();
    if (current == null) {
      return;
    }
    long line = ++number;
    var process = context.getSelf();
    patience =
        context.scheduleOnce(
            host.settings().printTimeout(), process, new ProcessActor.LineDone(line));
    if (leader.equals(host.leader())) {
      host.writer()
          .print(
              host.node(), current.text(), result -> process.tell(new ProcessActor.LineDone(line)));
    } else {
      host.processes().tell(new Signal.Print(leader, self.get(), line, current.text()));
    }
  }
}
