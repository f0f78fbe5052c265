package chat.moebi.console;

/** Lists the rooms. */
final class ListRooms extends Command {

  ListRooms() {
    super(
        "/rooms",
        "lists the rooms, with the number of nodes in each",
        "Only nodes that can be reached count. /who #ROOM lists them.");
  }

  @Override
  void run(CommandContext context, Line line) {
    context
        .chat()
        .rooms()
        .all()
        .forEach((room, members) -> context.answer(room + " " + members.size()));
  }
}
