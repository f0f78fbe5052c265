package chat.moebi.cli;

import chat.moebi.console.Console;
import chat.moebi.console.Display;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.output.Output;
import com.typesafe.config.Config;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Lets one try the chat alone: this terminal is alex; kate and moebi are two more nodes in the same
 * JVM.
 */
final class DemoCommand implements Callable<Integer> {

  private static final NodeName ALEX = NodeName.parse("alex", NodeName.DEFAULT_HOST);
  private static final NodeName KATE = NodeName.parse("kate", NodeName.DEFAULT_HOST);
  private static final NodeName MOEBI = NodeName.parse("moebi", NodeName.DEFAULT_HOST);

  private final Color color = new Color();

  private DemoCommand() {}

  /** Describes it to picocli. */
  static CommandSpec spec() {
    DemoCommand demo = new DemoCommand();
    CommandSpec spec = CommandSpec.wrapWithoutInspection(demo).name("demo");
    spec.usageMessage()
        .description(
            "Lets you try the chat alone: you are alex; kate and moebi are two more nodes in this"
                + " process.",
            "What is shown at theirs is prefixed [kate] and [moebi]. Try: @moebi hi");
    demo.color.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> environment = ProcessText.environment();
    Config config = Configuration.of(Map.of(), Map.of(), null);
    Settings.check(config);
    Logs logs = new Logs("demo", config, environment);
    try (Console console = Front.open(ALEX, false, false, color, environment)) {
      Display display = console.display();
      DemoNodes nodes = new DemoNodes(config);
      return Foreground.run(
          console,
          config.getDuration("chat.leave-timeout"),
          nodes,
          (output, ending, onClaimed) -> {
            onClaimed.run(); // Nobody else is in its registry.
            logs.begin(display);
            nodes.start(KATE, at(KATE, display), ending);
            nodes.start(MOEBI, at(MOEBI, display), ending);
            return nodes.start(ALEX, output, ending);
          });
    }
  }

  private static Output at(NodeName node, Display display) {
    return new Output() {
      @Override
      public void show(NodeName from, String text) throws IOException {
        display.showAt(node, from, text);
      }

      @Override
      public void print(NodeName from, String line) throws IOException {
        display.printAt(node, line);
      }
    };
  }
}
