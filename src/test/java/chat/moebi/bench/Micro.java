package chat.moebi.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Measures single steps of a message's way, within a JVM, with JMH. */
@Command(
    name = "bench/micro",
    description =
        "Measures with JMH: serializer, start of a task, line parser, escape of what is shown.",
    sortOptions = false)
public final class Micro implements Callable<Integer> {

  /** With these options JMH measures nothing and only prints information. */
  private static final Set<String> TELLING = Set.of("-h", "-l", "-lp", "-lprof", "-lrf");

  private static final TimeValue MOMENT = TimeValue.milliseconds(200);

  @Mixin private Options options;

  @Parameters(
      paramLabel = "ARGUMENT",
      description =
          "What JMH is told: a pattern of names, -f 3, -prof gc, ...; bench/micro -- -h and -l list all.")
  private List<String> arguments = new ArrayList<>();

  /** Runs the benchmarks, and exits with their status. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Micro())
            .setUnmatchedOptionsArePositionalParams(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    CommandLineOptions given = parse();
    if (arguments.stream().anyMatch(TELLING::contains)) {
      org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
      return 0;
    }
    ChainedOptionsBuilder jmh =
        new OptionsBuilder()
            .parent(given)
            .shouldFailOnError(true)
            .jvmArgsAppend("-Dchat.test.log=" + Lab.PROJECT.resolve("target/test.log"));
    if (options.smoke) {
      jmh.forks(1)
          .warmupIterations(1)
          .warmupTime(MOMENT)
          .measurementIterations(1)
          .measurementTime(MOMENT);
    }
    Report report = new Report("micro", options);
    for (RunResult result : run(jmh.build())) {
      report.write("measured", figures(result));
    }
    report.end();
    return 0;
  }

  private CommandLineOptions parse() {
    try {
      return new CommandLineOptions(arguments.toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      throw options.wrong("JMH: " + e.getMessage());
    }
  }

  private Collection<RunResult> run(org.openjdk.jmh.runner.options.Options jmh)
      throws RunnerException {
    try {
      return new Runner(jmh).run();
    } catch (NoBenchmarksException e) {
      throw options.wrong("no benchmark has a name like that; bench/micro -- -l lists all");
    }
  }

  private static Map<String, Object> figures(RunResult result) {
    Result<?> score = result.getPrimaryResult();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("benchmark", result.getParams().getBenchmark());
    for (String parameter : result.getParams().getParamsKeys()) {
      figures.put(parameter, result.getParams().getParam(parameter));
    }
    figures.put("score", score.getScore());
    figures.put("unit", score.getScoreUnit());
    return figures;
  }
}
