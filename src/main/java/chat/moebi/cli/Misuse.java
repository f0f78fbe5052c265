package chat.moebi.cli;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jline.utils.Levenshtein;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
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
    CommandLine command = e.getCommandLine();
    Optional<String> dash = dash(command).filter(hint -> hasUnknownOption(e));
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      return unknown(word, unmatched.getSuggestions(), command)
          + dash.map(hint -> "; " + hint).orElse("");
    } else if (dash.isPresent()) {
      return dash.get();
    } else if (e instanceof MissingParameterException missing) {
      return missing(missing.getMissing().get(0), command);
    } else if (e.getArgSpec() instanceof OptionSpec option
        && e.getValue() != null
        && option.type() != Path.class) { // The message says why a text is no path.
      return option.longestName() + " " + e.getValue() + "; write " + form(option);
    }
    return e.getMessage() + "; see " + name(command) + " --help";
  }

  private static String missing(ArgSpec missing, CommandLine command) {
    if (missing instanceof OptionSpec option) {
      return option.longestName() + " needs a value; write " + form(option);
    }
    return command.getCommandSpec().positionalParameters().stream()
        .map(word -> word.required() ? word.paramLabel() : "[" + word.paramLabel() + " ...]")
        .collect(
            Collectors.joining(
                " ", "no " + missing.paramLabel() + "; write " + name(command) + " ", ""));
  }

  private static String form(OptionSpec option) {
    return option.type() == Integer.class ? "a whole number" : option.paramLabel();
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
    String seeHelp = "; see " + name(command) + " --help";
    if (word.startsWith("-")) {
      String sentence = "unknown option " + word;
      return similar.stream()
          .findFirst()
          .or(() -> nearest(word, command.getCommandSpec().optionsMap().keySet()))
          .map(option -> sentence + "; did you mean " + option + "?")
          .orElse(dash(command).isPresent() ? sentence : sentence + seeHelp);
    } else if (isNode(command)) {
      return "unknown command "
          + word
          + nearest(plain(word), command.getSubcommands().keySet())
              .map(name -> "; did you mean " + name + "?")
              .or(() -> meantAsName(word))
              .orElse(seeHelp);
    }
    return name(command) + " takes no argument " + word + seeHelp;
  }

  /** Whether a command line starts a node, and has no name for it yet. */
  private static boolean isNode(CommandLine command) {
    return !command.getSubcommands().isEmpty()
        && command.getCommandSpec().findOption("--name").getValue() == null;
  }

  /** Returns what to write if the word in the place of a command is the name of a node or room. */
  private static Optional<String> meantAsName(String word) {
    String send = "to send write chat send ";
    if (RoomName.isName(word)) {
      return Optional.of("; " + send + "'" + word + "' TEXT");
    }
    String name = word.startsWith("@") ? word.substring(1) : word;
    try {
      NodeName.parse(name, NodeName.DEFAULT_HOST);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String start = word.equals(name) ? "to start a node write chat --name " + name + ", " : "";
    return Optional.of("; " + start + send + name + " TEXT");
  }

  private static String plain(String word) {
    return (word.startsWith("/") ? word.substring(1) : word).toLowerCase(Locale.ROOT);
  }

  // By the rule of the prompt, which finds transposed letters; picocli's suggestions do not.
  private static Optional<String> nearest(String word, Set<String> names) {
    return names.stream()
        .filter(name -> name.length() > MAX_MISTYPED) // Else every short word is near.
        .filter(name -> Levenshtein.distance(word, name) <= MAX_MISTYPED)
        .min(Comparator.comparingInt(name -> Levenshtein.distance(word, name)));
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
