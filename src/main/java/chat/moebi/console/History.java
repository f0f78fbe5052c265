package chat.moebi.console;

import chat.moebi.store.StoredText;
import java.util.List;

/** Shows the last texts. */
final class History extends Command {

  static final String NAME = "history";

  History() {
    super(
        "/" + NAME + " [NODE or #ROOM] [N]",
        "shows the last N texts (20)",
        """
        Those of all, or to and from NODE, or in #ROOM; those of former runs of this node too.
        A > is before your own. (kept) will be shown, (not shown) was not, as far as is known.
        Example: /history kate 50""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    PastRequest request = PastRequest.parse(line.arguments()).orElseThrow(this::misused);
    List<StoredText> texts =
        context.awaitStored(store -> store.history(request.filter(context.view())));
    if (texts.isEmpty()) {
      context.note("no texts" + request.with().map(name -> " with " + name).orElse(""));
    }
    context.past(texts);
  }
}
