package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;
import chat.moebi.node.View;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jline.utils.Levenshtein;

/**
 * Carries out the lines of a prompt, one at a time, and shows what comes of each. For one thread,
 * but for {@link #ends}.
 */
public final class Shell {

  private static final List<Command> COMMANDS =
      List.of(new Send(), new Nodes(), new Help(), new Quit());
  private static final int MISTYPED = 2;
  private static final String TO_WHOM = "to whom? write @NODE TEXT";

  private final Chat chat;
  private final Display display;
  private String lastAddressed;
  private boolean goesOn = true;

  /** Carries lines out on a node. */
  public Shell(Chat chat, Display display) {
    this.chat = chat;
    this.display = display;
  }

  /** Returns where this shell shows things. */
  Display display() {
    return display;
  }

  /**
   * Carries a line out, and returns when it is done.
   *
   * @return whether the prompt goes on
   */
  boolean execute(Line line) throws InterruptedException {
    if (line instanceof Line.Slash slash) {
      Optional<Command> command = command(slash.word());
      if (command.isPresent()) {
        command.get().run(this, slash);
      } else {
        unknown(slash.word());
      }
    } else if (line instanceof Line.To to) {
      send(to);
    } else if (line instanceof Line.Text text) {
      if (lastAddressed == null) {
        display.error(TO_WHOM);
      } else {
        send(new Line.To(lastAddressed, text.text(), text.cut()));
      }
    }
    return goesOn;
  }

  /** Tells whether a line ends the prompt, without carrying it out. */
  boolean ends(Line line) {
    return line instanceof Line.Slash slash
        && command(slash.word()).filter(Quit.class::isInstance).isPresent();
  }

  List<Command> commands() {
    return COMMANDS;
  }

  Optional<Command> command(String word) {
    return COMMANDS.stream().filter(command -> command.name().equals(word)).findFirst();
  }

  View view() {
    return chat.view();
  }

  void end() {
    goesOn = false;
  }

  void send(Line.To line) throws InterruptedException {
    if (line.node().isEmpty()) {
      display.error(TO_WHOM);
      return;
    }
    SendResult result = resultOf(line);
    if (!(result instanceof SendResult.BadName)) {
      lastAddressed = line.node();
    }
    if (result instanceof SendResult.Completed) {
      display.answer(result.sentence());
    } else {
      display.error(result.sentence());
    }
  }

  private SendResult resultOf(Line.To line) throws InterruptedException {
    if (line.cut() > 0) {
      return new SendResult.TooLong(line.bytesOf(line.text()));
    }
    try {
      return chat.send(line.node(), line.text()).toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // It never completes so.
    }
  }

  void unknown(String word) {
    String said = "unknown command /" + word;
    Optional<Command> near =
        COMMANDS.stream().min(Comparator.comparingInt(command -> distance(word, command)));
    if (near.isPresent() && distance(word, near.get()) <= MISTYPED) {
      display.error(said + "; did you mean /" + near.get().name() + "?");
    } else {
      display.error(said + "; /help lists the commands");
    }
  }

  private static int distance(String word, Command command) {
    return Levenshtein.distance(word, command.name());
  }
}
