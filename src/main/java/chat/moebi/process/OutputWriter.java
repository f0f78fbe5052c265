package chat.moebi.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.node.NodeName;
import java.io.IOException;

/**
 * Writes what other nodes send to an {@link Output}, one thing after the other.
 *
 * <p>Runs on a thread of its own ({@link #PROPS}): a terminal that does not read blocks that
 * thread, and neither this node's heartbeats nor its other work.
 */
public final class OutputWriter extends AbstractBehavior<OutputWriter.Command> {

  /** Gives the actor its own thread. */
  public static final Props PROPS = DispatcherSelector.fromConfig("chat.output-dispatcher");

  /** What the writer takes. */
  public sealed interface Command {}

  /** Shows a text and answers when that is done, or has failed. */
  public record Write(NodeName from, String text, ActorRef<Result> replyTo) implements Command {}

  /** Shows a notice. */
  public record Note(String sentence) implements Command {}

  /** Ends the writer after all that was handed to it before. */
  public enum Close implements Command {
    /** The only one. */
    INSTANCE
  }

  /** Answers {@link Write}. */
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
        .onMessage(Note.class, this::onNote)
        .onMessageEquals(Close.INSTANCE, Behaviors::stopped)
        .build();
  }

  private Behavior<Command> onWrite(Write write) {
    Result result;
    try {
      output.show(write.from(), write.text());
      result = Written.INSTANCE;
    } catch (IOException | RuntimeException e) {
      getContext().getLog().warn("cannot write a text of {}", write.from(), e);
      result = new NotWritten("its output failed: " + e.getMessage());
    }
    write.replyTo().tell(result);
    return this;
  }

  private Behavior<Command> onNote(Note note) {
    output.note(note.sentence());
    return this;
  }
}
