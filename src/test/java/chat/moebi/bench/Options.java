package chat.moebi.bench;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of all benchmarks. */
final class Options {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--smoke", description = "Measure for a moment only.")
  boolean smoke;

  @Option(names = "--json", paramLabel = "FILE", description = "Where the JSON Lines go.")
  Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this, and end.")
  boolean help;

  /** Returns the given number, or the default. */
  int number(String option, Integer given, int normal, int inSmoke) {
    if (given == null) {
      return smoke ? inSmoke : normal;
    }
    return atLeast(1, option, given);
  }

  /** Returns for how many seconds each workload runs before it is measured. */
  int warmUp() {
    return smoke ? 2 : 3;
  }

  /** Returns the given number, and refuses one that is too small. */
  int atLeast(int least, String option, int given) {
    if (given < least) {
      throw wrong(option + " takes a number from " + least + " on");
    }
    return given;
  }

  /** Returns an error about the options; the usage is printed after it. */
  ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
