package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.name.NodeName;
import java.util.Optional;

/**
 * Carries out the lines of a prompt and shows their results. For one thread; {@linkplain #with
 * copies} that share the node last addressed may carry out lines in other threads.
 */
public final class Shell {

  private final CommandContext context;

  /** Carries lines out on a node. */
  public Shell(Chat chat, Display display) {
    this(new CommandContext(chat, display));
  }

  private Shell(CommandContext context) {
    this.context = context;
  }

  /** Returns a copy of this shell that shows results elsewhere. */
  Shell with(Answers answers) {
    return new Shell(context.with(answers));
  }

  /** Returns the node that lines are carried out on. */
  Chat chat() {
    return context.chat();
  }

  /**
   * Returns the text that a line sends, with its recipient, which is the node last addressed if the
   * line names none; empty if the line is another command. A known recipient is the node last
   * addressed from now on, so lines must be passed in the order in which they were typed.
   */
  Optional<Line.To> text(Line line) {
    if (line instanceof Line.Text text) {
      return Optional.of(context.recipients().addressToLast(text));
    } else if (line instanceof Line.To to) {
      return Optional.of(context.recipients().remember(to));
    } else if (line instanceof Line.Slash slash && slash.word().equals(Send.NAME)) {
      return Optional.of(context.recipients().remember(Send.read(slash)));
    }
    return Optional.empty();
  }

  /** Returns the node that a text is for; empty if the text is for a process, or for nobody. */
  Optional<NodeName> recipient(Line.To text) {
    return context.recipients().node(text);
  }

  /**
   * Carries a line out, and returns when it is done.
   *
   * @return whether the prompt goes on
   */
  boolean execute(Line line) throws InterruptedException {
    if (line instanceof Line.Slash slash) {
      carryOut(() -> Commands.TABLE.get(slash.word()).run(context, slash));
    } else {
      send(text(line).orElseThrow());
    }
    return !context.isEnded();
  }

  /** Sends a text, and returns when it is answered. */
  void send(Line.To text) throws InterruptedException {
    carryOut(() -> Send.send(context, text));
  }

  /** Returns the failure of the first line that failed; empty if none has. */
  Optional<Failure> failure() {
    return context.failure();
  }

  private void carryOut(Action action) throws InterruptedException {
    try {
      action.run();
    } catch (Unclear e) {
      context.fail(e);
    } catch (IllegalArgumentException e) {
      context.fail(Failure.USAGE, e.getMessage());
    } catch (StreamException e) {
      context.fail(Failure.OUTPUT, e.getMessage());
    }
  }

  /** The work of a line. */
  @FunctionalInterface
  private interface Action {
    void run() throws InterruptedException, Unclear;
  }
}
