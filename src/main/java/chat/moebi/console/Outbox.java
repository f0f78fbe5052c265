package chat.moebi.console;

import chat.moebi.chat.LateAnswer;
import chat.moebi.store.KeptText;
import chat.moebi.store.Store;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Lists the texts that this node keeps. */
final class Outbox extends Command {

  /** Without a blank, so that a script finds the columns. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

  Outbox() {
    super(
        "/outbox",
        "lists kept texts",
        """
        Each with its recipient, its sender and its time: this node's own texts, and those that it
        carries for others. They are shown once, when the recipient is there; /forget NODE drops them.
        Example: /outbox""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    checkWords(line, 0);
    context.table(
        List.of("TO", "FROM", "TYPED", "TEXT"),
        context.awaitStored(Store::allKept).stream().map(Outbox::row).toList());
  }

  private static List<String> row(KeptText kept) {
    String room = kept.room().map(name -> name + " ").orElse("");
    return List.of(
        kept.to().toString(),
        kept.from().toString(),
        TIME.format(kept.typed().atZone(ZoneId.systemDefault())),
        room + LateAnswer.shortened(kept.text()));
  }
}
