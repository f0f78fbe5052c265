package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.cluster.View;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.otp.Otp;
import chat.moebi.otp.process.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * The means by which a command does its work: the node, the place where results are shown, and ways
 * to wait for answers and to fail.
 */
final class CommandContext {

  private final Chat chat;
  private final Answers display;
  private final Recipients recipients;
  private Failure firstFailure;
  private boolean isEnded;

  CommandContext(Chat chat, Answers display) {
    this(chat, display, new Recipients(chat));
  }

  private CommandContext(Chat chat, Answers display, Recipients recipients) {
    this.chat = chat;
    this.display = display;
    this.recipients = recipients;
  }

  /** Returns a context that shows results elsewhere, and shares the node last addressed. */
  CommandContext with(Answers answers) {
    return new CommandContext(chat, answers, recipients);
  }

  /** Returns the node that the prompt belongs to. */
  Chat chat() {
    return chat;
  }

  /** Returns the processes and tasks of that node. */
  Otp otp() {
    return Otp.of(chat);
  }

  /** Returns the nodes as this node sees them now. */
  View view() {
    return chat.view();
  }

  /** Returns the place where results are shown. */
  Answers display() {
    return display;
  }

  /** Returns the nodes that texts go to. */
  Recipients recipients() {
    return recipients;
  }

  /** Ends the prompt after this command. */
  void end() {
    isEnded = true;
  }

  /** Whether a command has ended the prompt. */
  boolean isEnded() {
    return isEnded;
  }

  /** Shows why a line has failed; the first failure may become the exit status. */
  void fail(Failure failure, String sentence) {
    if (firstFailure == null) {
      firstFailure = failure;
    }
    display.error(sentence);
  }

  /** Shows why a line cannot be carried out. */
  void fail(Unclear unclear) {
    if (unclear.refusal().isPresent()) {
      refuse(unclear.refusal().get());
    } else {
      fail(unclear.failure(), unclear.getMessage());
    }
  }

  /** Returns the failure of the first line that failed; empty if none has. */
  Optional<Failure> failure() {
    return Optional.ofNullable(firstFailure);
  }

  /** Shows why a node has refused a command. */
  void refuse(Refusal refusal) {
    boolean hasOtherCookie =
        refusal.kind() == Refusal.Kind.NO_CONNECTION && chat.hasDifferentCookie(refusal.node());
    if (hasOtherCookie) {
      fail(Failure.DIFFERENT_COOKIE, NodeException.differentCookie(refusal.node().toString()));
    } else {
      fail(Failure.of(refusal.kind()), sentence(refusal));
    }
  }

  /** Shows why a node has not answered. */
  void reportNoAnswer(NodeName node) {
    refuse(
        view().reachable(node).isPresent()
            ? Refusal.noAnswer(node, chat.sendTimeout())
            : Refusal.noConnection(node));
  }

  /**
   * Returns the sentence of a refusal, with the name of a similar node if there is no such node.
   */
  String sentence(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.NO_CONNECTION
        ? refusal.sentence() + Targets.didYouMean(refusal.node(), view())
        : refusal.sentence();
  }

  /** Waits for the answer of an actor. */
  <T> T await(CompletionStage<T> answer) throws InterruptedException {
    try {
      return answer.toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException badArgument) {
        throw badArgument;
      }
      throw new IllegalStateException(e); // Actors answer with values; this is a bug.
    }
  }

  /**
   * Waits for the answer of an actor. If the wait is interrupted, the answer is shown as a note
   * when it arrives.
   *
   * @param sentence the text of that note
   */
  <T> T await(CompletionStage<T> answer, Function<T, String> sentence) throws InterruptedException {
    try {
      return await(answer);
    } catch (InterruptedException e) {
      answer.thenAcceptAsync(
          late -> display.note(sentence.apply(late)), CommandContext::runInThread);
      throw e;
    }
  }

  /** Runs work that an actor's thread must not wait for, such as output. */
  static void runInThread(Runnable work) {
    Thread thread = new Thread(work, "late-answer");
    thread.setDaemon(true);
    thread.start();
  }
}
