package chat.moebi.console;

import chat.moebi.store.StoredText;
import chat.moebi.store.TextFilter;
import java.util.List;

/** Shows the last texts that have some words. */
final class Search extends Command {

  Search() {
    super(
        "/search WORDS",
        "shows the last texts with these words",
        """
        The last 20 in which each of the words stands, also as a part of a word, and whatever its case.
        chat history WORDS, in a shell, shows all.
        Example: /search lunch""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    String words = line.arguments().strip();
    if (words.isEmpty()) {
      throw misused();
    }
    List<StoredText> texts =
        context.awaitStored(store -> store.search(words, TextFilter.last(PastRequest.NUMBER)));
    if (texts.isEmpty()) {
      context.note("no text has " + words);
    }
    context.past(texts);
  }
}
