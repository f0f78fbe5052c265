package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.node.Registry;
import chat.moebi.relay.RelayClient;
import chat.moebi.relay.Response.Node;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the nodes, as a running node knows them: {@code chat nodes}. */
@Command(
    name = "nodes",
    mixinStandardHelpOptions = true,
    description =
        "Lists the nodes that a running node of yours knows: name, then up or unreachable.",
    footer = {"", "Exit status: 0; 69 no node is running."})
final class NodesCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print JSON Lines: name, address (HOST:PORT) and status.")
  private boolean json;

  @Mixin private NotYet notYet;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> environment = System.getenv();
    notYet.check(environment);
    Display display = Front.pipes(false);
    Optional<RelayClient> connected = RelayClient.connect(Registry.ofUser(environment), "");
    if (connected.isEmpty()) {
      display.error("no node is running; start one with --name NAME");
      return ExitStatus.NO_NODE;
    }
    try (RelayClient relay = connected.get()) {
      Optional<List<Node>> nodes = relay.nodes();
      if (nodes.isEmpty()) {
        display.error("the running node does not answer; try again, or end it");
        return ExitStatus.UNCONFIRMED;
      }
      for (Node node : nodes.get()) {
        display.answer(json ? jsonOf(node) : node.name() + " " + node.status());
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
