package chat.moebi.console;

import chat.moebi.name.RoomName;

/** A command whose only argument is a room: {@code /join #dogs}. */
abstract class RoomCommand extends Command {

  RoomCommand(String usage, String summary, String details) {
    super(usage, summary, details);
  }

  abstract void run(CommandContext context, RoomName room)
      throws InterruptedException, LineException;

  @Override
  final void run(CommandContext context, Line line) throws InterruptedException, LineException {
    String words = line.arguments().strip();
    checkWords(line, 1);
    if (words.isEmpty()) {
      throw misused();
    }
    run(context, RoomName.parse(words));
  }
}
