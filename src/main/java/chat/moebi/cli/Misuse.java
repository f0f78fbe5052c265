package chat.moebi.cli;

import java.nio.file.InvalidPathException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.utils.Levenshtein;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains in a sentence what is wrong with the arguments of a command line. */
final class Misuse {

  private static final int MAX_MISTYPED = 2;

  /** The remedy for commands whose arguments may begin with a dash. */
  private static final Map<String, String> DASH =
      Map.of(
          "send", "write -- before a text that begins with a dash: chat send NODE -- TEXT",
          "call",
              "write -- before arguments that begin with a dash: chat call NODE FUNCTION -- ARG");

  private Misuse() {}

  /** Explains why the arguments cannot be parsed. */
  static String sentence(ParameterException e) {
    Optional<String> dash = dash(e.getCommandLine()).filter(hint -> hasUnknownOption(e));
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      return unknown(word, unmatched.getSuggestions(), e.getCommandLine())
          + dash.map(hint -> "; " + hint).orElse("");
    }
    return dash.orElse(e.getMessage() + "; see " + name(e.getCommandLine()) + " --help");
  }

  /** Explains why a text is no path. */
  static String sentence(InvalidPathException e) {
    return e.getInput().indexOf('\0') >= 0
        ? "a path cannot hold the character 0"
        : "this locale cannot name the path " + e.getInput() + "; set LC_ALL=C.UTF-8";
  }

  /** Explains what is wrong with arguments that can be parsed; empty if nothing is. */
  static Optional<String> sentence(ParseResult parsed) {
    return misplaced(parsed)
        .or(() -> textTakenForHelp(parsed))
        .or(() -> unknownCommandTakenForHelp(parsed));
  }

  // picocli takes the text "-h is broken" for a request for help: it would be lost, with status 0.
  private static Optional<String> textTakenForHelp(ParseResult parsed) {
    ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    boolean isHelp = command.isUsageHelpRequested() || command.isVersionHelpRequested();
    boolean isAlone =
        command.matchedPositionals().isEmpty()
            && command.originalArgs().stream().noneMatch(word -> word.matches("(?s)-[hV].+"));
    return isHelp && !isAlone ? dash(command.commandSpec().commandLine()) : Optional.empty();
  }

  // An option before a command would be for the node that is not started.
  private static Optional<String> misplaced(ParseResult parsed) {
    if (!parsed.hasSubcommand()
        || parsed.isUsageHelpRequested()
        || parsed.isVersionHelpRequested()) {
      return Optional.empty();
    }
    return parsed.matchedOptions().stream()
        .map(OptionSpec::longestName)
        .findFirst()
        .map(
            option ->
                option
                    + " stands before "
                    + parsed.subcommand().commandSpec().name()
                    + "; write options behind the command that they are for");
  }

  // picocli would explain the start of a node to someone who asks for help with chat sned.
  private static Optional<String> unknownCommandTakenForHelp(ParseResult parsed) {
    return parsed.unmatched().stream()
        .filter(word -> !word.startsWith("-"))
        .findFirst()
        .map(word -> unknown(word, List.of(), parsed.commandSpec().commandLine()));
  }

  private static String unknown(String argument, List<String> similar, CommandLine command) {
    String word = argument.split("=", 2)[0]; // The rest may be a secret.
    boolean isOption = word.startsWith("-");
    String sentence = (isOption ? "unknown option " : "unknown command ") + word;
    Optional<String> nearest =
        isOption ? similar.stream().findFirst() : nearest(word, command.getSubcommands().keySet());
    if (nearest.isPresent()) {
      return sentence + "; did you mean " + nearest.get() + "?";
    }
    return dash(command).isPresent() ? sentence : sentence + "; see " + name(command) + " --help";
  }

  // By the rule of the prompt, which finds transposed letters; picocli's suggestions do not.
  private static Optional<String> nearest(String word, Set<String> commands) {
    return commands.stream()
        .filter(command -> Levenshtein.distance(word, command) <= MAX_MISTYPED)
        .min(Comparator.comparingInt(command -> Levenshtein.distance(word, command)));
  }

  private static Optional<String> dash(CommandLine command) {
    return Optional.ofNullable(DASH.get(command.getCommandName()));
  }

  private static boolean hasUnknownOption(ParameterException e) {
    return e.getCommandLine().getUnmatchedArguments().stream()
        .anyMatch(word -> word.startsWith("-"));
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
