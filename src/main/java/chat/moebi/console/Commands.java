package chat.moebi.console;

import java.util.List;

/** The commands of the prompt. */
final class Commands {

  static final CommandTable TABLE =
      new CommandTable(
          List.of(
              new CommandGroup("talk", List.of(new Send(), new To(), new SendToAll())),
              new CommandGroup(
                  "rooms", List.of(new Join(), new Leave(), new ListRooms(), new Who())),
              new CommandGroup(
                  "processes",
                  List.of(
                      new Spawn(),
                      new RunTask(),
                      new ShowSelf(),
                      new Flush(),
                      new Link(),
                      new Unlink(),
                      new Monitor(),
                      new Exit(),
                      new Ps(),
                      new ListTasks())),
              new CommandGroup(
                  "node",
                  List.of(new Nodes(), new Clear(), new Help(() -> Commands.TABLE), new Quit()))));

  private Commands() {}
}
