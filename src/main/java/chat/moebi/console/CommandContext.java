package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.cluster.View;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.Otp;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Refusal;
import chat.moebi.store.Store;
import chat.moebi.store.StoreException;
import chat.moebi.store.StoredText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The node that a command works on, the place for its results, and ways to wait for answers. */
final class CommandContext {

  private final Chat chat;
  private final Answers answers;
  private final Addressee addressee;

  CommandContext(Chat chat, Answers answers, Addressee addressee) {
    this.chat = chat;
    this.answers = answers;
    this.addressee = addressee;
  }

  Chat chat() {
    return chat;
  }

  Otp otp() {
    return Otp.of(chat);
  }

  Addressee addressee() {
    return addressee;
  }

  View view() {
    return chat.view();
  }

  void answer(String line) {
    answers.answer(line);
  }

  void shown(NodeName by) {
    answers.shown(by);
  }

  void table(List<String> head, List<List<String>> rows) {
    answers.table(head, rows);
  }

  void shown(RoomName room, String line) {
    answers.shown(room, line);
  }

  void kept(NodeName recipient, String line) {
    answers.kept(recipient, line);
  }

  void past(List<StoredText> texts) {
    answers.past(texts);
  }

  void note(String sentence) {
    answers.note(sentence);
  }

  /** Returns the node that a typed name means, or this node if nothing is typed. */
  NodeName nodeOrOwn(String typed) {
    return typed.isBlank() ? chat.name() : Targets.node(typed.strip(), view());
  }

  /** Returns the process that a typed pid means. */
  Pid pid(String typed) throws LineException {
    Pid.Typed pid = Pid.parse(typed);
    return pid.in(view()).orElseThrow(() -> refused(Refusal.noConnection(pid.node())));
  }

  /** Returns the failure of a line that a node has refused. */
  LineException refused(Refusal refusal) {
    boolean hasOtherCookie =
        refusal.kind() == Refusal.Kind.NO_CONNECTION
            && chat.hasDifferentCookie(refusal.node()).toCompletableFuture().join();
    return hasOtherCookie
        ? new LineException(
            Failure.DIFFERENT_COOKIE, NodeException.differentCookie(refusal.node().toString()))
        : new LineException(Failure.of(refusal.kind()), sentence(refusal));
  }

  /** Returns the failure of a line that a node has not answered. */
  LineException unanswered(NodeName node) {
    return refused(
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
    answers.sent();
    try {
      return answer.toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException badArgument) {
        throw badArgument;
      }
      throw new IllegalStateException(e); // Actors answer with values, so this is a bug.
    }
  }

  /**
   * Waits for the answer of an actor. If the wait is interrupted, the answer is shown as a note
   * when it arrives.
   *
   * @param sentence returns the text of that note; takes how long the answer took, too
   */
  <T> T await(CompletionStage<T> answer, BiFunction<T, Duration, String> sentence)
      throws InterruptedException {
    long since = System.nanoTime();
    try {
      return await(answer);
    } catch (InterruptedException e) {
      whenLate(
          answer, late -> note(sentence.apply(late, Duration.ofNanos(System.nanoTime() - since))));
      throw e;
    }
  }

  /**
   * Waits for what the store of this node answers.
   *
   * @throws LineException if the store cannot be used, with its reason
   */
  <T> T awaitStored(Function<Store, CompletionStage<T>> question)
      throws InterruptedException, LineException {
    answers.sent();
    try {
      return question.apply(chat.store()).toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException unusable) {
        throw new LineException(Failure.STORE, unusable.getMessage());
      }
      throw new IllegalStateException(e); // A bug.
    }
  }

  /** Handles a late answer in a thread of its own: an actor must not wait for the output. */
  <T> void whenLate(CompletionStage<T> answer, Consumer<T> action) {
    answer.thenAcceptAsync(
        action,
        work -> {
          Thread thread = new Thread(work, "late-answer");
          thread.setDaemon(true);
          thread.start();
        });
  }
}
