package chat.moebi.console;

/** A command of the prompt. It shows its results in its context only. */
abstract class Command {

  private final String usage;
  private final String summary;
  private final String details;

  /**
   * Describes a command.
   *
   * @param usage {@code /send NODE TEXT}; Tab completes NODE, FUNCTION and COMMAND
   * @param summary one line about what the command does
   * @param details further lines; may be empty
   */
  Command(String usage, String summary, String details) {
    this.usage = usage;
    this.summary = summary;
    this.details = details;
  }

  /** Returns the word that is typed after the slash. */
  final String name() {
    return Line.firstWord(usage).substring(1);
  }

  final String usage() {
    return usage;
  }

  final String summary() {
    return summary;
  }

  final String details() {
    return details;
  }

  /**
   * Checks that the arguments of a line are at most so many words.
   *
   * @throws LineException if they are more
   */
  final void checkWords(Line line, int most) throws LineException {
    String rest = line.arguments().strip();
    for (int word = 0; word < most; word++) {
      rest = Line.afterFirstWord(rest).stripLeading();
    }
    if (!rest.isEmpty()) {
      throw misused();
    }
  }

  /** Returns the failure of a line that is not as {@link #usage} says. */
  LineException misused() {
    return new LineException(Failure.USAGE, "write " + usage);
  }

  /**
   * Runs the command.
   *
   * @throws LineException if the line cannot be carried out
   * @throws IllegalArgumentException if a word of the line is wrong, with a sentence for the user
   */
  abstract void run(CommandContext context, Line line) throws InterruptedException, LineException;
}
