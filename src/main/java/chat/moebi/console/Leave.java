package chat.moebi.console;

import chat.moebi.chat.Rooms;
import chat.moebi.name.RoomName;

/** Leaves a room. */
final class Leave extends RoomCommand {

  Leave() {
    super(
        "/leave #ROOM",
        "leaves a room",
        "Texts to it are no longer shown here, nor kept for this node.\nExample: /leave #dogs");
  }

  @Override
  void run(CommandContext context, RoomName room) throws InterruptedException, LineException {
    Rooms rooms = context.chat().rooms();
    context.await(rooms.whenKnown());
    if (!rooms.isIn(room)) {
      throw new LineException(
          Failure.USAGE, "this node is not in " + room + "; /rooms lists the rooms");
    }
    context.await(rooms.leave(room));
    context.answer("ok");
  }
}
