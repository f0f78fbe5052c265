package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.node.Settings;
import chat.moebi.store.HistoryReader;
import chat.moebi.store.StoreException;
import chat.moebi.store.StoreSettings;
import chat.moebi.store.StoredText;
import chat.moebi.store.TextFilter;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Lists texts of the past, whether or not their node runs: {@code chat history --with kate}. */
final class HistoryCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("history");
  private final PositionalParamSpec words =
      PositionalParamSpec.builder()
          .index("0..*")
          .arity("0..*")
          .paramLabel("WORDS")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .description("Only texts in which each of these words stands, whatever its case.")
          .build();
  private final Option<String> name =
      Option.text(spec, "--name", "NAME[@HOST]", "The node (the only one that has a history).");
  private final Option<String> with =
      Option.text(
          spec, "--with", "NODE or #ROOM", "Only texts to and from NODE, or to the room #ROOM.");
  private final SinceOption since = new SinceOption(spec);
  private final Option<Boolean> json =
      Option.flag(spec, "--json", "Print message events as JSON Lines.");
  private final Option<Path> file =
      Option.path(spec, "--config", "FILE", "The node's HOCON, if it names another store.");

  private HistoryCommand() {}

  /** Describes the command to picocli. */
  static CommandSpec spec() {
    HistoryCommand history = new HistoryCommand();
    history
        .spec
        .addPositional(history.words)
        .usageMessage()
        .description(
            "Lists the texts that a node of yours has sent and shown, oldest first, whether or not"
                + " it runs: the time, and then SENDER: TEXT, #ROOM SENDER: TEXT, or for its own"
                + " texts > RECIPIENT: TEXT.",
            "(kept) behind a text: it will be shown; (not shown): it was not, as far as is known;"
                + " (maybe again): it may have been shown before.");
    Help.addStatuses(
        history.spec.usageMessage(),
        "0:The texts are listed, if there are any.",
        "1:The history cannot be read.",
        "2:Usage, or several nodes have a history.",
        "68:That node has no history.",
        "69:No node has a history.",
        "74:Standard output could not be written.",
        "78:A bad configuration.");
    Help.addExamples(
        history.spec.usageMessage(),
        "  chat history --since yesterday",
        "  chat history --with '#ops' deploy failed",
        "  chat history --name kate --json | jq -r 'select(.outcome == \"kept\") | .text'");
    return history.spec;
  }

  @Override
  public Integer call() {
    Map<String, String> environment = ProcessText.environment();
    Display display = StandardStreams.display(Option.isSet(json), false);
    Config config = Configuration.of(Map.of(), environment, file.value().orElse(null));
    Settings.check(config);
    StoreSettings store = StoreSettings.from(config, environment);
    String given = name.value().orElse(config.getString("chat.name"));
    try {
      List<NodeName> nodes = HistoryReader.nodes(store);
      List<NodeName> meant = given.isEmpty() ? nodes : named(given, nodes);
      if (meant.isEmpty()) {
        return given.isEmpty()
            ? Errors.show(
                display,
                "no node has a history yet; start one with --name NAME",
                ExitStatus.NO_NODE)
            : Errors.show(display, given + " has no history here", ExitStatus.NO_CONNECTION);
      } else if (meant.size() > 1) {
        throw new NodeException(Reason.INVALID, which(given, meant));
      }
      display.past(texts(store, meant.get(0)));
      return ExitStatus.OK;
    } catch (StoreException e) {
      return Errors.show(display, e.getMessage(), ExitStatus.ERROR);
    }
  }

  /** Returns the nodes that a full or short name means. */
  private static List<NodeName> named(String given, List<NodeName> nodes) {
    NodeName local = SendCommand.nameOf(given);
    if (NodeName.isFull(given)) {
      return nodes.stream().filter(local::equals).toList();
    }
    List<NodeName> meant = nodes.stream().filter(node -> node.name().equals(local.name())).toList();
    return meant.size() > 1 && meant.contains(local) ? List.of(local) : meant;
  }

  private static String which(String given, List<NodeName> meant) {
    return given.isEmpty()
        ? "which node? write --name with one of: "
            + meant.stream().map(NodeName::toString).collect(Collectors.joining(", "))
        : ErrorMessages.which(given, meant);
  }

  private List<StoredText> texts(StoreSettings store, NodeName node) {
    TextFilter filter = filter(node);
    List<String> wanted = words.getValue();
    try (HistoryReader reader = HistoryReader.open(store, node)) {
      return wanted == null || wanted.isEmpty()
          ? reader.history(filter)
          : reader.search(String.join(" ", wanted), filter);
    }
  }

  private TextFilter filter(NodeName node) {
    Optional<String> other = with.value();
    try {
      return new TextFilter(
          other
              .filter(word -> !RoomName.isRoom(word))
              .map(word -> NodeName.parse(word, node.host())),
          other.filter(RoomName::isRoom).map(RoomName::parse),
          since.value(),
          Integer.MAX_VALUE);
    } catch (IllegalArgumentException e) {
      throw new NodeException(Reason.INVALID, e.getMessage());
    }
  }
}
