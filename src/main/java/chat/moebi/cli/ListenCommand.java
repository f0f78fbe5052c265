package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.listen.CommandRunner;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.RoomName;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Receives for a script: {@code chat listen --name shout --exec 'tr a-z A-Z'}. */
final class ListenCommand implements Callable<Integer> {

  private static final String NAME = "chat.name";
  private static final String DEFAULT_LIMIT = "30";
  private static final int LETTERS = 4;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("listen");
  private final Option<String> command =
      Option.text(
          spec,
          "--exec",
          "COMMAND",
          "Run COMMAND by sh -c for each message, instead of printing it.");
  private final Option<List<String>> rooms =
      Option.texts(spec, "--room", "#ROOM", "Join #ROOM; may be repeated.");
  private final Option<Integer> count =
      Option.of(spec, Integer.class, "--count", "N", "End with status 0 after N messages.");
  private final Option<String> limit =
      Option.text(
          spec,
          "--limit",
          "SECONDS",
          "Kill a COMMAND that takes longer, with its children (" + DEFAULT_LIMIT + ").");
  private final Option<Boolean> json = Option.flag(spec, "--json", "Write events as JSON Lines.");
  private final Color color = new Color(spec);
  private final NodeOptions node = new NodeOptions(spec, " (listen- and four letters)");

  private ListenCommand() {
    Option.flag(spec, "--headless", "Changes nothing: no input is read.");
  }

  /** Describes the command to picocli. */
  static CommandSpec spec() {
    CommandSpec spec = new ListenCommand().spec;
    spec.usageMessage()
        .description(
            "Starts a node without a prompt that prints each message, as SENDER: TEXT or #ROOM"
                + " SENDER: TEXT, or runs a command for it. Standard input is not read.",
            "COMMAND gets the text and a line feed on its standard input, and CHAT_FROM and CHAT_TO"
                + " (the node or the room) in its environment. Each line that it prints is sent"
                + " back as a message, to the sender or to the room: at most 1000 lines and 1 MiB; what its background processes"
                + " print after its end is not. Its standard error is that of this program.",
            "The sender gets ok when COMMAND has ended with 0 and its reply was shown, or 2 s after"
                + " its start; an error if it ends otherwise. Commands of one sender run one"
                + " after the other, at most 4 at once; when 1000 messages wait, the sender gets"
                + " busy. For messages that are replies themselves no command runs: they are"
                + " printed.",
            "\"ready NAME\" is the first line on standard error.");
    Help.addStatuses(
        spec.usageMessage(),
        "0:N messages have come, and their senders know.",
        "1:An error of the program.",
        "2:Usage.",
        "73:The name is taken.",
        "74:Output could not be written.",
        "77:A different cookie.",
        "78:A bad configuration, or a bad cookie file.",
        "129:Ended by SIGHUP.",
        "130:Ended by SIGINT.",
        "143:Ended by SIGTERM.");
    Help.addExamples(
        spec.usageMessage(),
        "  chat listen --name shout --exec 'tr a-z A-Z'",
        "  chat listen --name ops --room '#ops' --json --count 10");
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> environment = ProcessText.environment();
    List<RoomName> joined = rooms();
    int messages = messages();
    Duration longest = longest();
    NodeStart start = new NodeStart(named(node.config(environment)), node.cookie(), environment);
    boolean isJson = Option.isSet(json);
    boolean isColored = color.isWanted(false, environment);
    Display display = StandardStreams.display(isJson, isColored);
    Optional<CommandRunner> commands =
        command().map(script -> new CommandRunner(script, longest, display::error));
    try (ListenConsole console =
        new ListenConsole(
            display, StandardStreams.errorDisplay(isJson, isColored), commands, joined, messages)) {
      return start.run(console, console::receiver, commands.stream().toArray(AutoCloseable[]::new));
    }
  }

  private Duration longest() {
    if (limit.value().isPresent() && command.value().isEmpty()) {
      throw new NodeException(
          Reason.INVALID, "--limit is for a command; add --exec COMMAND, or leave --limit out");
    }
    return Seconds.of(limit, "--limit", DEFAULT_LIMIT);
  }

  private Optional<String> command() {
    Optional<String> given = command.value();
    if (given.isPresent() && given.get().isBlank()) {
      throw new NodeException(Reason.INVALID, "--exec is empty; write a command for sh -c");
    }
    return given;
  }

  private List<RoomName> rooms() {
    try {
      return rooms.value().orElse(List.of()).stream().map(RoomName::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new NodeException(Reason.INVALID, e.getMessage());
    }
  }

  private int messages() {
    int given = count.value().orElse(Integer.MAX_VALUE);
    if (given < 1) {
      throw new NodeException(Reason.INVALID, "--count " + given + "; write 1 or more");
    }
    return given;
  }

  private static Config named(Config config) {
    if (!config.getString(NAME).isEmpty()) {
      return config;
    }
    String letters =
        new SecureRandom()
            .ints(LETTERS, 'a', 'z' + 1)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return config
        .withValue(NAME, ConfigValueFactory.fromAnyRef("listen-" + letters))
        .withValue("chat.history.enabled", ConfigValueFactory.fromAnyRef(false)); // Never back.
  }
}
