package chat.moebi.cli;

import java.nio.file.InvalidPathException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a sentence what is wrong with the words of a command line. */
final class Misuse {

  private static final String SEND = "send";
  private static final String DASH =
      "write -- before a text that begins with a dash: chat send NODE -- TEXT";

  private Misuse() {}

  /** Says why the words cannot be read. */
  static String sentence(ParameterException e) {
    boolean isText = isOfSend(e.getCommandLine()) && hasUnknownOption(e.getCommandLine());
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched) + (isText ? "; " + DASH : "");
    }
    return isText ? DASH : e.getMessage() + "; see " + name(e) + " --help";
  }

  /** Says why a text is no path. */
  static String sentence(InvalidPathException e) {
    return e.getInput().indexOf('\0') >= 0
        ? "a path cannot hold the character 0"
        : "this locale cannot name the path " + e.getInput() + "; set LC_ALL=C.UTF-8";
  }

  /** Says what is wrong with words that can be read; nothing if all is well. */
  static Optional<String> sentence(ParseResult parsed) {
    return misplaced(parsed).or(() -> textTakenForHelp(parsed));
  }

  // "-h is broken" is read as a request for help: the text would be lost, with status 0.
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

  /** Says that an option stands before the command that it is for; nothing if none does. */
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
    String word = e.getUnmatched().get(0).split("=", 2)[0]; // What follows may be a secret.
    String said = (word.startsWith("-") ? "unknown option " : "unknown command ") + word;
    if (!e.getSuggestions().isEmpty()) {
      return said + "; did you mean " + e.getSuggestions().get(0) + "?";
    }
    return isOfSend(e.getCommandLine()) ? said : said + "; see " + name(e) + " --help";
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
