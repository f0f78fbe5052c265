package chat.moebi.cli;

import picocli.CommandLine.Option;

/** The options that every command has. */
final class HelpOptions {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean isHelp;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print version information and exit.")
  private boolean isVersion;
}
