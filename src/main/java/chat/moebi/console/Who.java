package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.util.List;
import java.util.SortedSet;

/** Lists the nodes in a room. */
final class Who extends RoomCommand {

  Who() {
    super(
        "/who #ROOM",
        "lists the nodes in a room",
        "Only nodes that can be reached count.\nExample: /who #dogs");
  }

  @Override
  void run(CommandContext context, RoomName room) throws LineException {
    SortedSet<NodeName> members = context.chat().rooms().members(room);
    if (members.isEmpty()) {
      throw new LineException(
          Failure.NO_CONNECTION, "nobody is in " + room + "; /rooms lists the rooms");
    }
    context.table(
        List.of("NODE"), members.stream().map(member -> List.of(member.toString())).toList());
  }
}
