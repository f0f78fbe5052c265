package chat.moebi.store;

import java.util.function.Consumer;

/** Counts the texts that history leaves out because they come faster than they can be written. */
final class LeftOutTexts {

  private final Consumer<String> onNote;
  private final Runnable onLeftOut;
  private long count;

  /**
   * Begins to count.
   *
   * @param onLeftOut called each time that texts were left out
   */
  LeftOutTexts(Consumer<String> onNote, Runnable onLeftOut) {
    this.onNote = onNote;
    this.onLeftOut = onLeftOut;
  }

  void add(int texts) {
    if (texts > 0) {
      count += texts;
      onLeftOut.run();
    }
  }

  /** Tells the user how many texts were left out, if any: there is room again. */
  void report() {
    if (count > 0) {
      onNote.accept(
          "history leaves out %,d texts: they came faster than the disk".formatted(count));
      count = 0;
    }
  }
}
