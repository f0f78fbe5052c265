package chat.moebi.bench;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has the options that all benchmarks take. */
final class Options {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--smoke",
      description =
          "Measure for a moment only, and fail if more than half is lost against"
              + " bench/recorded.json.")
  boolean smoke;

  @Option(
      names = "--record",
      description = "With --smoke: write to bench/recorded.json what was measured.")
  boolean record;

  @Option(names = "--json", paramLabel = "FILE", description = "Where the JSON Lines go.")
  Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this, and end.")
  boolean help;

  /** Returns a number that was given, or what it is by default. */
  int number(String option, Integer given, int normal, int inSmoke) {
    if (given == null) {
      return smoke ? inSmoke : normal;
    }
    if (given < 1) {
      throw new ParameterException(spec.commandLine(), option + " takes a number from 1 on");
    }
    return given;
  }

  /** Refuses what does not go together. */
  void check() {
    if (record && !smoke) {
      throw new ParameterException(spec.commandLine(), "--record goes with --smoke only");
    }
  }
}
