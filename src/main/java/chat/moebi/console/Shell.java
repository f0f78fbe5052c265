package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.chat.LateAnswer;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.Session;
import chat.moebi.console.Targets.Unclear;
import chat.moebi.node.NodeException;
import chat.moebi.node.NodeName;
import chat.moebi.node.View;
import chat.moebi.otp.Otp;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Refusal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jline.utils.Levenshtein;

/**
 * Carries out the lines of a prompt, and shows what comes of each. For one thread; {@linkplain
 * #with copies} that share the node last addressed may carry out lines in other threads.
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
  private final Answers display;

  /** The node last addressed, as it was typed; an empty text if there is none. */
  private final AtomicReference<String> addressed;

  private Failure firstFailure;
  private boolean goesOn = true;

  /** Carries lines out on a node. */
  public Shell(Chat chat, Display display) {
    this(chat, display, new AtomicReference<>(""));
  }

  private Shell(Chat chat, Answers display, AtomicReference<String> addressed) {
    this.chat = chat;
    this.display = display;
    this.addressed = addressed;
  }

  /** Returns a copy of this shell that shows results elsewhere. */
  Shell with(Answers answers) {
    return new Shell(chat, answers, addressed);
  }

  /** Returns where this shell shows things. */
  Answers display() {
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
    } else {
      send(text(line).orElseThrow());
    }
  }

  /**
   * Returns the text that a line sends, with its recipient, which is the node last addressed if the
   * line names none; nothing if the line is another command. A known recipient is the node last
   * addressed from now on, so lines must be passed in the order in which they were typed.
   */
  Optional<Line.To> text(Line line) {
    if (line instanceof Line.Text text) {
      return Optional.of(new Line.To(addressed.get(), text.text(), text.cut()));
    } else if (line instanceof Line.Slash slash) {
      return slash.word().equals(Send.NAME) ? text(Send.read(slash)) : Optional.empty();
    }
    Line.To to = (Line.To) line;
    if (recipient(to).filter(chat::knows).isPresent()) {
      addressed.set(to.node());
    }
    return Optional.of(to);
  }

  /** Returns the node that a text is for; nothing if the text is for a process, or for nobody. */
  Optional<NodeName> recipient(Line.To line) {
    if (line.node().isEmpty() || Pid.isPid(line.node())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Targets.node(line.node(), view()));
    } catch (Unclear e) {
      return Optional.empty(); // The send refuses the text, with the same sentence.
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

  /** Returns the processes and tasks of the node. */
  Otp otp() {
    return Otp.of(chat);
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
    if (result instanceof SendResult.Completed) {
      display.answer(result.sentence());
    } else {
      fail(Failure.of(result), sentence(result));
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

  /**
   * Waits for what was asked of an actor. If the wait is stopped, the answer is shown as a note.
   *
   * @param inWords words the answer for that note
   */
  <T> T await(CompletionStage<T> stage, Function<T, String> inWords) throws InterruptedException {
    try {
      return await(stage);
    } catch (InterruptedException e) {
      noteWhenDone(stage, inWords);
      throw e;
    }
  }

  /** Shows an answer as a note as soon as it is there. */
  <T> void noteWhenDone(CompletionStage<T> stage, Function<T, String> inWords) {
    stage.thenAcceptAsync(late -> display.note(inWords.apply(late)), Shell::inAThread);
  }

  /** Does what an actor's thread must not wait for. */
  static void inAThread(Runnable work) {
    Thread thread = new Thread(work, "late-answer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Shows why nothing came of a command. */
  void refuse(Refusal refusal) {
    boolean isOfAnotherCookie =
        refusal.kind() == Refusal.Kind.NO_CONNECTION && chat.hasDifferentCookie(refusal.node());
    if (isOfAnotherCookie) {
      fail(Failure.DIFFERENT_COOKIE, NodeException.differentCookie(refusal.node().toString()));
    } else {
      fail(Failure.of(refusal.kind()), sentence(refusal));
    }
  }

  /** Words a refusal, with the name that may have been meant where no such node is known. */
  String sentence(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.NO_CONNECTION
        ? refusal.sentence() + Targets.didYouMean(refusal.node(), view())
        : refusal.sentence();
  }

  private String sentence(SendResult result) {
    return result instanceof SendResult.NoConnection none
        ? result.sentence() + Targets.didYouMean(none.node(), view())
        : result.sentence();
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
      Pid to = Targets.pid(line.node(), view());
      Refusal refusal =
          await(
              otp().process().send(to, line.text()),
              late -> late == null ? to + " received the message" : sentence(late));
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
    long sentAt = System.nanoTime();
    return await(
        chat.send(line.node(), line.text()),
        late ->
            late instanceof SendResult.Completed shown
                ? LateAnswer.sentence(
                    shown.node(), line.text(), Duration.ofNanos(System.nanoTime() - sentAt))
                : sentence(late));
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
