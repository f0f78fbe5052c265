package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.Session;
import chat.moebi.console.Targets.Unclear;
import chat.moebi.node.NodeException;
import chat.moebi.node.NodeName;
import chat.moebi.node.View;
import chat.moebi.process.Pid;
import chat.moebi.process.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jline.utils.Levenshtein;

/**
 * Carries out the lines of a prompt, one at a time, and shows what comes of each. For one thread.
 */
public final class Shell {

  private static final List<Command> COMMANDS =
      List.of(
          new Send(),
          new Spawn(),
          new RunTask(),
          new ShowSelf(),
          new Flush(),
          new Link(),
          new Unlink(),
          new Monitor(),
          new Exit(),
          new Ps(),
          new ListTasks(),
          new Nodes(),
          new Help(),
          new Quit());
  private static final int MISTYPED = 2;
  private static final String TO_WHOM = "to whom? write @NODE TEXT";

  private final Chat chat;
  private final Display display;
  private String lastAddressed;
  private Failure firstFailure;
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
    try {
      carryOut(line);
    } catch (StreamException e) {
      fail(Failure.OUTPUT, e.getMessage());
    }
    return goesOn;
  }

  /** Shows why a line has failed; the first failure may become the exit status. */
  void fail(Failure failure, String sentence) {
    if (firstFailure == null) {
      firstFailure = failure;
    }
    display.error(sentence);
  }

  /** Returns the failure of the first line that failed; nothing if none has. */
  Optional<Failure> failure() {
    return Optional.ofNullable(firstFailure);
  }

  private void carryOut(Line line) throws InterruptedException {
    if (line instanceof Line.Slash slash) {
      Optional<Command> command = command(slash.word());
      if (command.isPresent()) {
        run(command.get(), slash);
      } else {
        unknown(slash.word());
      }
    } else if (line instanceof Line.To to) {
      send(to);
    } else if (line instanceof Line.Text text) {
      if (lastAddressed == null) {
        fail(Failure.USAGE, TO_WHOM);
      } else {
        send(new Line.To(lastAddressed, text.text(), text.cut()));
      }
    }
  }

  /** Tells whether a line ends the prompt, without carrying it out. */
  static boolean ends(Line line) {
    return line instanceof Line.Slash slash
        && command(slash.word()).filter(Quit.class::isInstance).isPresent();
  }

  List<Command> commands() {
    return COMMANDS;
  }

  static Optional<Command> command(String word) {
    return COMMANDS.stream().filter(command -> command.name().equals(word)).findFirst();
  }

  Chat chat() {
    return chat;
  }

  View view() {
    return chat.view();
  }

  void end() {
    goesOn = false;
  }

  void send(Line.To line) throws InterruptedException {
    if (line.node().isEmpty()) {
      fail(Failure.USAGE, TO_WHOM);
      return;
    } else if (Pid.isPid(line.node())) {
      sendToProcess(line);
      return;
    }
    SendResult result = resultOf(line);
    if (!(result instanceof SendResult.BadName)) {
      lastAddressed = line.node();
    }
    if (result instanceof SendResult.Completed) {
      display.answer(result.sentence());
    } else {
      fail(Failure.of(result), result.sentence());
    }
  }

  /** Waits for what was asked of an actor. */
  <T> T await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException unfit) {
        throw unfit;
      }
      throw new IllegalStateException(e); // It never completes so.
    }
  }

  /** Shows why nothing came of a command. */
  void refuse(Refusal refusal) {
    boolean isOfAnotherCookie =
        refusal.kind() == Refusal.Kind.NO_CONNECTION && chat.hasDifferentCookie(refusal.node());
    if (isOfAnotherCookie) {
      fail(Failure.DIFFERENT_COOKIE, NodeException.differentCookie(refusal.node().toString()));
    } else {
      fail(Failure.of(refusal.kind()), refusal.sentence());
    }
  }

  /** Says why a node has not answered. */
  void silent(NodeName node) {
    refuse(
        view().reachable(node).isPresent()
            ? Refusal.noAnswer(node, chat.sendTimeout())
            : Refusal.noConnection(node));
  }

  private void run(Command command, Line.Slash line) throws InterruptedException {
    try {
      command.run(this, line);
    } catch (Unclear e) {
      e.show(this);
    } catch (IllegalArgumentException e) {
      fail(Failure.USAGE, e.getMessage());
    }
  }

  private void sendToProcess(Line.To line) throws InterruptedException {
    long bytes = line.bytesOf(line.text());
    if (bytes > Session.MAX_TEXT_BYTES) {
      fail(Failure.TOO_LONG, new SendResult.TooLong(bytes).sentence());
      return;
    }
    try {
      Refusal refusal = await(chat.process().send(Targets.pid(line.node(), view()), line.text()));
      if (refusal == null) {
        display.answer("ok");
      } else {
        refuse(refusal);
      }
    } catch (Unclear e) {
      e.show(this);
    } catch (IllegalArgumentException e) {
      fail(Failure.USAGE, e.getMessage());
    }
  }

  private SendResult resultOf(Line.To line) throws InterruptedException {
    if (line.cut() > 0) {
      return new SendResult.TooLong(line.bytesOf(line.text()));
    }
    return await(chat.send(line.node(), line.text()));
  }

  void unknown(String word) {
    String said = "unknown command /" + word;
    Optional<Command> near =
        COMMANDS.stream().min(Comparator.comparingInt(command -> distance(word, command)));
    if (near.isPresent() && isNear(word, near.get())) {
      fail(Failure.USAGE, said + "; did you mean /" + near.get().name() + "?");
    } else {
      fail(Failure.USAGE, said + "; /help lists the commands");
    }
  }

  private static boolean isNear(String word, Command command) {
    int distance = distance(word, command);
    return distance <= MISTYPED && distance < Math.max(word.length(), command.name().length());
  }

  private static int distance(String word, Command command) {
    return Levenshtein.distance(word, command.name());
  }
}
