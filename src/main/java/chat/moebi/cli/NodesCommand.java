package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.script.Response.Node;
import chat.moebi.script.ScriptClient;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Lists the nodes that a running node knows: {@code chat nodes}. */
final class NodesCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("nodes");
  private final Option<Boolean> json =
      Option.flag(spec, "--json", "Print JSON Lines: name, address (HOST:PORT) and status.");
  private final ContactOptions contacts = new ContactOptions(spec);
  private final CookieOptions cookie = new CookieOptions(spec);

  private NodesCommand() {}

  /** Describes the command to picocli. */
  static CommandSpec spec() {
    CommandSpec spec = new NodesCommand().spec;
    spec.usageMessage()
        .description(
            "Lists the nodes that a running node of yours knows, or one that --join names on another"
                + " host: name, then up or unreachable.");
    Help.addStatuses(
        spec.usageMessage(),
        "0:The nodes are listed.",
        "2:Usage.",
        "68:No connection to what --join names.",
        "69:No node is running.",
        "74:Standard output could not be written.",
        "75:No answer.",
        "77:A different cookie.",
        "78:What --join names is no node, or a bad cookie file.");
    Help.addExamples(
        spec.usageMessage(),
        "  chat nodes",
        "  chat nodes --json | jq -r 'select(.status == \"up\") | .name'");
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean isJson = Option.isSet(json);
    Display errors = StandardStreams.display(isJson, false);
    try (ScriptConnection script =
        new ScriptConnection(ProcessText.environment(), "", contacts, cookie, errors)) {
      Optional<ScriptClient> client = script.client();
      Optional<List<Node>> nodes = client.isPresent() ? client.get().nodes() : Optional.empty();
      if (nodes.isEmpty()) {
        return script.noNode();
      }
      Display display = StandardStreams.display(false, false); // Its lines are no events.
      for (Node node : nodes.get()) {
        display.answer(isJson ? jsonOf(node) : node.name() + " " + node.status());
      }
      return ExitStatus.OK;
    }
  }

  private static String jsonOf(Node node) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", node.name().toString())
        .put("address", node.address())
        .put("status", node.status())
        .toString();
  }
}
