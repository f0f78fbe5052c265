package chat.moebi.console;

import chat.moebi.name.RoomName;

/** Joins a room. */
final class Join extends RoomCommand {

  Join() {
    super(
        "/join #ROOM",
        "joins a room",
        """
        Texts to the room are shown here from then on, until /leave: also after a restart, and those sent while this node is away. A room has 1 to 31 of a-z 0-9 _ -, and exists while a node is in it. ok: the nodes that can
        be reached know it. /leave leaves the room, #ROOM TEXT sends to it.
        Example: /join #dogs""");
  }

  @Override
  void run(CommandContext context, RoomName room) throws InterruptedException {
    context.await(context.chat().rooms().join(room));
    context.answer("ok");
  }
}
