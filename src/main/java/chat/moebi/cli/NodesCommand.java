package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.script.RelayClient;
import chat.moebi.script.Response.Node;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Lists the nodes, as a running node knows them: {@code chat nodes}. */
final class NodesCommand implements Callable<Integer> {

  private final Option<Boolean> json =
      Option.flag("--json", "Print JSON Lines: name, address (HOST:PORT) and status.");
  private final ContactOptions contacts = new ContactOptions();
  private final CookieOptions cookie = new CookieOptions();

  private NodesCommand() {}

  /** Describes it to picocli. */
  static CommandSpec spec() {
    NodesCommand nodes = new NodesCommand();
    CommandSpec spec = CommandSpec.wrapWithoutInspection(nodes).name("nodes");
    spec.usageMessage()
        .description(
            "Lists the nodes that a running node of yours knows, or one that --join names on another"
                + " host: name, then up or unreachable.")
        .footer(
            "",
            "Exit status: 0; 2 usage; 68 no connection; 69 no node is running;",
            "74 output could not be written; 75 no answer;",
            "77 a different cookie; 78 what --join names is no node, or a bad cookie file.");
    Option.add(spec, nodes.json);
    nodes.contacts.addTo(spec);
    nodes.cookie.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> environment = ProcessText.environment();
    Display errors = Front.errors(Option.isSet(json));
    try (Scripting script = new Scripting(environment, "", contacts, cookie, errors)) {
      Optional<RelayClient> relay = script.relay();
      Optional<List<Node>> nodes = relay.isPresent() ? relay.get().nodes() : Optional.empty();
      if (nodes.isEmpty()) {
        return script.noNode();
      }
      Display display = Front.pipes(false); // What it lists are no events.
      for (Node node : nodes.get()) {
        display.answer(Option.isSet(json) ? jsonOf(node) : node.name() + " " + node.status());
      }
      return ExitStatus.OK;
    }
  }

  private static String jsonOf(Node node) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", node.name());
    fields.put("address", node.address());
    fields.put("status", node.status());
    return new JsonMapper().writeValueAsString(fields);
  }
}
