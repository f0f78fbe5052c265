package chat.moebi.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The values of a command's options and parameters, from picocli's model. */
final class Candidates {

  /** The label of a parameter whose value is the name of a node. */
  private static final String NODE = "NODE";

  private Candidates() {}

  /** Returns the values that an option or a parameter may have; empty if they cannot be listed. */
  static List<String> of(ArgSpec argument) {
    return argument.completionCandidates() == null
        ? List.of()
        : StreamSupport.stream(argument.completionCandidates().spliterator(), false).toList();
  }

  /** Whether a command's first parameter is the name of a node. */
  static boolean beginWithANode(CommandSpec command) {
    return command.positionalParameters().stream()
        .findFirst()
        .map(PositionalParamSpec::paramLabel)
        .filter(NODE::equals)
        .isPresent();
  }

  /** Returns the names of a command's options that are followed by a value. */
  static String optionsWithValue(Stream<CommandSpec> commands, String separator) {
    return commands
        .flatMap(command -> command.options().stream())
        .filter(option -> option.arity().max() > 0)
        .map(OptionSpec::longestName)
        .distinct()
        .collect(Collectors.joining(separator));
  }
}
