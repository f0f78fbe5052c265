package chat.moebi.console;

import java.util.List;

/** The commands of the prompt. */
final class Commands {

  static final CommandTable TABLE =
      new CommandTable(
          List.of(
              new CommandGroup(
                  "talk", List.of(row(new Send()), row(new To()), row(new SendToAll()))),
              new CommandGroup(
                  "rooms",
                  List.of(row(new Join(), new Leave()), row(new ListRooms()), row(new Who()))),
              new CommandGroup(
                  "past",
                  List.of(row(new History()), row(new Search()), row(new Outbox(), new Forget()))),
              new CommandGroup(
                  "processes",
                  List.of(
                      row(new Spawn()),
                      row(new RunTask()),
                      row(new ShowSelf()),
                      row(new Flush()),
                      row(new Link(), new Unlink()),
                      row(new Monitor()),
                      row(new Exit()),
                      row(new Ps(), new ListTasks()))),
              new CommandGroup(
                  "node",
                  List.of(
                      row(new Nodes()),
                      row(new Clear()),
                      row(new Help(() -> Commands.TABLE)),
                      row(new Quit())))));

  private Commands() {}

  private static List<Command> row(Command... commands) {
    return List.of(commands);
  }
}
