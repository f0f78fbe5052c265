package chat.moebi.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The script for bash and zsh: picocli's, and behind it functions that complete the names of nodes,
 * which picocli cannot since it lists all values when the script is made.
 */
final class BashScript {

  private BashScript() {}

  static String of(CommandLine program) {
    List<CommandSpec> toNodes =
        program.getSubcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(Candidates::beginWithANode)
            .toList();
    String commands = toNodes.stream().map(CommandSpec::name).collect(Collectors.joining(" | "));
    String options = Candidates.optionsWithValue(toNodes.stream(), " | ");
    return AutoComplete.bash(program.getCommandName(), program)
        + "\n"
        + Template.read("nodes.bash").replace("@COMMANDS@", commands).replace("@OPTIONS@", options);
  }
}
