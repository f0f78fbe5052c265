package chat.moebi.process;

import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.node.NodeName;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Writes what other nodes send and what processes print to an {@link Output}, one thing after the
 * other.
 *
 * <p>Runs on a thread of its own ({@link #PROPS}): a terminal that does not read blocks that
 * thread, and neither this node's heartbeats nor its other work.
 */
public final class OutputWriter extends AbstractBehavior<OutputWriter.Command> {

  /** Gives the actor its own thread. */
  public static final Props PROPS = DispatcherSelector.fromConfig("chat.output-dispatcher");

  /** What the writer takes. */
  public sealed interface Command {}

  /** Shows a text and says, in the writer's thread, when that is done, or has failed. */
  public record Write(NodeName from, String text, Consumer<Result> onResult) implements Command {}

  /** Shows a line that a process has printed, and says when that is done, or has failed. */
  public record Print(NodeName from, String line, Consumer<Result> onResult) implements Command {}

  /** Shows that a linked process has taken the shell with it. */
  public record Exit(Pid from, ExitReason reason) implements Command {}

  /** Shows a notice. */
  public record Note(String sentence) implements Command {}

  /** Ends the writer after all that was handed to it before. */
  public enum Close implements Command {
    /** The only one. */
    INSTANCE
  }

  /** Tells what came of {@link Write} and {@link Print}. */
  public sealed interface Result {}

  /** Reports that the text was written. */
  public enum Written implements Result {
    /** The only one. */
    INSTANCE
  }

  /** Reports that the text could not be written. */
  public record NotWritten(String reason) implements Result {}

  private final Output output;

  /** Creates a writer to the given output. */
  public static Behavior<Command> create(Output output) {
    return Behaviors.setup(context -> new OutputWriter(context, output));
  }

  private OutputWriter(ActorContext<Command> context, Output output) {
    super(context);
    context.setLoggerName(OutputWriter.class);
    this.output = output;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Write.class, this::onWrite)
        .onMessage(Print.class, this::onPrint)
        .onMessage(Exit.class, this::onExit)
        .onMessage(Note.class, this::onNote)
        .onMessageEquals(Close.INSTANCE, Behaviors::stopped)
        .build();
  }

  private Behavior<Command> onWrite(Write write) {
    write.onResult().accept(result(write.from(), () -> output.show(write.from(), write.text())));
    return this;
  }

  private Behavior<Command> onPrint(Print print) {
    print.onResult().accept(result(print.from(), () -> output.print(print.from(), print.line())));
    return this;
  }

  private Behavior<Command> onExit(Exit exit) {
    result(exit.from().node(), () -> output.exit(exit.from(), exit.reason()));
    return this;
  }

  private Behavior<Command> onNote(Note note) {
    output.note(note.sentence());
    return this;
  }

  private Result result(NodeName from, Writing writing) {
    try {
      writing.run();
      return Written.INSTANCE;
    } catch (IOException | RuntimeException e) {
      getContext().getLog().warn("cannot write a text of {}", from, e);
      return new NotWritten("its output failed: " + e.getMessage());
    }
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }
}
