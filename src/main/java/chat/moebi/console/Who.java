package chat.moebi.console;

import chat.moebi.chat.Rooms;
import chat.moebi.name.RoomName;
import java.util.ArrayList;
import java.util.List;

/** Lists the nodes in a room. */
final class Who extends RoomCommand {

  Who() {
    super(
        "/who #ROOM",
        "lists the nodes in a room",
        """
        Only nodes that can be reached count. away: a node that cannot, and has not left the room; texts are kept for it.
        Example: /who #dogs""");
  }

  @Override
  void run(CommandContext context, RoomName room) throws InterruptedException, LineException {
    Rooms rooms = context.chat().rooms();
    context.await(rooms.whenKnown());
    List<List<String>> rows = new ArrayList<>();
    rooms.members(room).forEach(node -> rows.add(List.of(node.toString())));
    rooms.away(room).forEach(node -> rows.add(List.of(node.toString(), "away")));
    if (rows.isEmpty()) {
      throw new LineException(
          Failure.NO_CONNECTION, "nobody is in " + room + "; /rooms lists the rooms");
    }
    context.table(List.of("NODE", ""), rows);
  }
}
