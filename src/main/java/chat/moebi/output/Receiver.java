package chat.moebi.output;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Takes the texts that are addressed to a node or to a script: an {@link OutputWriter} writes them,
 * another receiver may answer them. No method blocks. Thread-safe.
 */
public interface Receiver {

  /** The result of a text. */
  sealed interface Result {}

  /** The text was shown. */
  enum Shown implements Result {
    INSTANCE
  }

  /** The text was not shown. */
  record NotShown(String reason) implements Result {}

  /** The text was not shown: too many others wait, or the receiver ends. It may be sent again. */
  enum Busy implements Result {
    INSTANCE
  }

  /**
   * An answer was not shown by each node that it was addressed to.
   *
   * @param reason why
   * @param isTotal whether no node has shown it
   */
  record Loss(String reason, boolean isTotal) {}

  /** Answers a text to where it came from: its sender, or its room. Thread-safe. */
  @FunctionalInterface
  interface Answers {

    /**
     * Sends an answer, which no program answers. Answers sent one after the other arrive in that
     * order.
     *
     * @param text at most 64 KiB of UTF-8
     * @return completes with empty if each node that it was addressed to has shown it
     */
    CompletionStage<Optional<Loss>> send(String text);
  }

  /**
   * Shows a text. Texts are shown in the order of the calls, as far as one sender can see.
   *
   * @param answers sends answers to the text, also after the result
   * @param onResult takes the result, once, on any thread, and does not block
   */
  void show(Message message, Answers answers, Consumer<Result> onResult);

  /** The sender of a text is told its result, even if the node leaves from now on. */
  default void told(Message message) {}

  /** Drops the texts that wait to be shown, without results: nobody can be told of them. */
  void forget();
}
