package chat.moebi.console;

import java.util.ArrayList;
import java.util.List;

/** Lists the rooms. */
final class ListRooms extends Command {

  ListRooms() {
    super(
        "/rooms",
        "lists the rooms and their sizes",
        """
        Each with the number of nodes in it that can be reached. /who #ROOM lists these.
        Example: /rooms""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    checkWords(line, 0);
    context.await(context.chat().rooms().whenKnown());
    List<List<String>> rows = new ArrayList<>();
    context
        .chat()
        .rooms()
        .all()
        .forEach((room, members) -> rows.add(List.of(room.toString(), "" + members.size())));
    context.table(List.of("ROOM", "NODES"), rows);
  }
}
