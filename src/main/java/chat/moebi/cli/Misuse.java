package chat.moebi.cli;

import java.nio.file.InvalidPathException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains in a sentence what is wrong with the arguments of a command line. */
final class Misuse {

  private static final String SEND = "send";
  private static final String DASH =
      "write -- before a text that begins with a dash: chat send NODE -- TEXT";

  private Misuse() {}

  /** Explains why the arguments cannot be parsed. */
  static String sentence(ParameterException e) {
    boolean isText = isOfSend(e.getCommandLine()) && hasUnknownOption(e.getCommandLine());
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched) + (isText ? "; " + DASH : "");
    }
    return isText ? DASH : e.getMessage() + "; see " + name(e) + " --help";
  }

  /** Explains why a text is no path. */
  static String sentence(InvalidPathException e) {
    return e.getInput().indexOf('\0') >= 0
        ? "a path cannot hold the character 0"
        : "this locale cannot name the path " + e.getInput() + "; set LC_ALL=C.UTF-8";
  }

  /** Explains what is wrong with arguments that can be parsed; empty if nothing is. */
  static Optional<String> sentence(ParseResult parsed) {
    return misplaced(parsed).or(() -> textTakenForHelp(parsed));
  }

  // picocli takes the text "-h is broken" for a request for help: it would be lost, with status 0.
  private static Optional<String> textTakenForHelp(ParseResult parsed) {
    ParseResult send = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    boolean isHelp = send.isUsageHelpRequested() || send.isVersionHelpRequested();
    boolean isAlone =
        send.matchedPositionals().isEmpty()
            && send.originalArgs().stream().noneMatch(word -> word.matches("(?s)-[hV].+"));
    return isHelp && !isAlone && send.commandSpec().name().equals(SEND)
        ? Optional.of(DASH)
        : Optional.empty();
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

  private static String unknown(UnmatchedArgumentException e) {
    String word = e.getUnmatched().get(0).split("=", 2)[0]; // The rest may be a secret.
    String sentence = (word.startsWith("-") ? "unknown option " : "unknown command ") + word;
    if (!e.getSuggestions().isEmpty()) {
      return sentence + "; did you mean " + e.getSuggestions().get(0) + "?";
    }
    return isOfSend(e.getCommandLine()) ? sentence : sentence + "; see " + name(e) + " --help";
  }

  private static boolean isOfSend(CommandLine command) {
    return command.getCommandName().equals(SEND);
  }

  private static boolean hasUnknownOption(CommandLine command) {
    return command.getUnmatchedArguments().stream().anyMatch(word -> word.startsWith("-"));
  }

  private static String name(ParameterException e) {
    return e.getCommandLine().getCommandSpec().qualifiedName();
  }
}
